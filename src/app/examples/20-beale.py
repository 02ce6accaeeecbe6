# en: Beale: steep walls around a flat floor
# zh: Beale 函数：平地四周的陡壁

import torch

x = torch.tensor(1.0, requires_grad=True)
y = torch.tensor(1.5, requires_grad=True)
optimizer = torch.optim.SGD([x, y], lr=0.005)

for step in range(120):
    optimizer.zero_grad()
    loss = (1.5 - x + x * y) ** 2 + (2.25 - x + x * y ** 2) ** 2 + (2.625 - x + x * y ** 3) ** 2
    loss.backward()
    optimizer.step()

print(f"x = {x.item():.4f}, y = {y.item():.4f}, loss = {loss.item():.6f}")
