# en: A network of single numbers, 2-3-1
# zh: 一个个数字搭成的 2-3-1 网络

import torch

torch.manual_seed(0)
inputs = [torch.tensor(0.5), torch.tensor(-1.0)]
hidden = []
for j in range(3):
    w1 = torch.randn((), requires_grad=True)
    w2 = torch.randn((), requires_grad=True)
    hidden.append(torch.tanh(w1 * inputs[0] + w2 * inputs[1]))

v = [torch.randn((), requires_grad=True) for j in range(3)]
out = v[0] * hidden[0] + v[1] * hidden[1] + v[2] * hidden[2]
loss = (out - 1.0) ** 2

loss.backward()
print("loss =", loss.item())
print("gradients of v:", [p.grad.item() for p in v])
