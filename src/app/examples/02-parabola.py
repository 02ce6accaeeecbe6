# en: A derivative, exactly: x² + 2x + 1
# zh: 精确的导数：x² + 2x + 1

import torch

x = torch.tensor(1.0, requires_grad=True)
y = x ** 2 + 2 * x + 1

dy = torch.autograd.grad(outputs=y, inputs=x, create_graph=True)[0]
print("f'(1) =", dy.item())

# The derivative has a graph of its own, so it can be differentiated again.
d2y = torch.autograd.grad(dy, x)[0]
print("f''(1) =", d2y.item())
