# en: A long bowl: forty times steeper one way
# zh: 狭长的碗：一个方向陡四十倍

import torch

x = torch.tensor(4.0, requires_grad=True)
y = torch.tensor(1.0, requires_grad=True)
optimizer = torch.optim.SGD([x, y], lr=0.04)

for step in range(60):
    optimizer.zero_grad()
    loss = 0.5 * x ** 2 + 20 * y ** 2
    loss.backward()
    optimizer.step()

print(f"x = {x.item():.4f}, y = {y.item():.4f}, loss = {loss.item():.6f}")
