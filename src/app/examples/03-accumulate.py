# en: Gradients add up until you clear them
# zh: 梯度会累加，直到你清零

import torch

x = torch.tensor(3.0, requires_grad=True)

for step in range(3):
    y = 3 * x ** 2 + 4 * x + 2
    y.backward()
    print("after call", step + 1, "x.grad =", x.grad)

x.grad.zero_()
print("after zero_()  x.grad =", x.grad)
