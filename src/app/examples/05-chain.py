# en: The chain rule: cos(x²)
# zh: 链式法则：cos(x²)

import torch

x = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
u = x ** 2
y = torch.cos(u)
y.backward()

print("cos(x²) =", y.item())
print("dy/dx   =", x.grad.item())
print("by hand =", (-torch.sin(u) * 2 * x).item())
