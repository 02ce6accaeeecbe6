# en: A first graph: two branches that meet
# zh: 第一张计算图：两条分支汇合

import torch

x = torch.tensor(2.0, requires_grad=True)
y = torch.tensor(3.0, requires_grad=True)

a = x * y        # x is used twice
b = x ** 2       # ... here as well
loss = a + b

loss.backward()
print("loss =", loss.item())
print("d loss / dx =", x.grad)
print("d loss / dy =", y.grad)
