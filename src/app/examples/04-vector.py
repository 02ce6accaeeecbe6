# en: Vectors: the mean of (2x + 3)²
# zh: 向量：(2x + 3)² 的平均值

import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
z = (2 * x + 3) ** 2
out = z.mean()
print(out)

out.backward()
print(x.grad)
