# en: Himmelblau: four lowest points
# zh: Himmelblau 函数：四个最低点

import torch

x = torch.tensor(-0.5, requires_grad=True)
y = torch.tensor(0.5, requires_grad=True)
optimizer = torch.optim.SGD([x, y], lr=0.01)

for step in range(60):
    optimizer.zero_grad()
    loss = (x ** 2 + y - 11) ** 2 + (x + y ** 2 - 7) ** 2
    loss.backward()
    optimizer.step()

print(f"x = {x.item():.4f}, y = {y.item():.4f}, loss = {loss.item():.6f}")
