# en: Fit a straight line
# zh: 拟合一条直线

import torch

x = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)
target = torch.tensor([4.0, 5.0, 6.0], dtype=torch.float64)
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)

for epoch in range(100):
    prediction = w * x + b
    loss = ((prediction - target) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.01 * w.grad
        b -= 0.01 * b.grad
    w.grad.zero_()
    b.grad.zero_()

print(f"w:{w.item():.4f}, b:{b.item():.4f}, loss:{loss.item():.6f}")
