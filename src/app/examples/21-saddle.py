# en: A saddle: down one way, up the other
# zh: 鞍点：一个方向下坡，另一个方向上坡

import torch

x = torch.tensor(1.5, requires_grad=True)
y = torch.tensor(0.01, requires_grad=True)
optimizer = torch.optim.SGD([x, y], lr=0.05)

for step in range(80):
    optimizer.zero_grad()
    loss = x ** 2 - y ** 2 + 0.25 * y ** 4
    loss.backward()
    optimizer.step()

print(f"x = {x.item():.4f}, y = {y.item():.4f}, loss = {loss.item():.6f}")
