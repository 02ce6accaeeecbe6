# en: Gradients in the middle: retain_grad
# zh: 中间结果的梯度：retain_grad

import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 2
h.retain_grad()
out = (h ** 2).sum()

out.backward()
print("x.grad =", x.grad)
print("h.grad =", h.grad)
