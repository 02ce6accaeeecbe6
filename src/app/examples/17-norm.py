# en: A long chain: norm, cosine, sine
# zh: 长长的链：范数、余弦、正弦

import torch

torch.manual_seed(0)
x = torch.randn(1, requires_grad=True)
r = torch.norm(x, 2) ** 2 + 1
y = torch.sin(torch.cos(r))

y.backward()
print(x)
print(y)
print(x.grad)
