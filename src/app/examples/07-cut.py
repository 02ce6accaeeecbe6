# en: Where the gradient stops: detach and no_grad
# zh: 梯度在哪里停下：detach 与 no_grad

import torch

x = torch.tensor(2.0, requires_grad=True)

a = x * 3
b = a.detach() * x      # a counts as a constant here
with torch.no_grad():
    c = x ** 2          # not recorded at all
y = b + c

y.backward()
print(x.grad)           # 6, from b alone
