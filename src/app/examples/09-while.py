# en: The graph follows the program: a while loop
# zh: 图跟着程序走：while 循环

import torch

x = torch.tensor(0.7, requires_grad=True)

y = x * 2
while y < 20:
    y = y * 2

y.backward()
print("y =", y.item(), " dy/dx =", x.grad.item())
