# en: Leaves, nodes and what requires a gradient
# zh: 叶子、节点与谁需要梯度

import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = torch.tensor([4.0, 5.0, 6.0])
z = x * y
total = z.sum()

print(x.is_leaf, y.is_leaf, z.is_leaf)
print(x.requires_grad, y.requires_grad, z.requires_grad)
print(z.grad_fn, total.grad_fn)

total.backward()
print(x.grad)      # y, because every z = x * y
print(z.grad)      # None: z is no leaf, so its gradient is not kept
