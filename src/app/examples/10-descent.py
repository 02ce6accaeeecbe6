# en: Gradient descent on x²
# zh: 在 x² 上做梯度下降

import torch

x = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
lr = 0.01

for epoch in range(100):
    y = x ** 2
    y.backward()
    with torch.no_grad():
        x -= lr * x.grad
    x.grad.zero_()
    if epoch % 20 == 19:
        print(f"epoch:{epoch}, x:{x}")
