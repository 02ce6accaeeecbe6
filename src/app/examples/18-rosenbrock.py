# en: Rosenbrock: a bent, narrow valley
# zh: Rosenbrock 函数：弯曲的窄谷

import torch

x = torch.tensor(-1.5, requires_grad=True)
y = torch.tensor(2.0, requires_grad=True)
optimizer = torch.optim.SGD([x, y], lr=0.001)

for step in range(150):
    optimizer.zero_grad()
    loss = (1 - x) ** 2 + 100 * (y - x ** 2) ** 2
    loss.backward()
    optimizer.step()

print(f"x = {x.item():.4f}, y = {y.item():.4f}, loss = {loss.item():.6f}")
