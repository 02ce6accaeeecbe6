# en: Noisy data, a fit, and a plot of both
# zh: 带噪声的数据、拟合，再画成图

import numpy as np
import torch
import matplotlib.pyplot as plt

rng = np.random.RandomState(0)
t = np.linspace(-3, 3, 40)
data = np.sin(t) + 0.2 * rng.randn(40)

x = torch.from_numpy(t).float()
y = torch.from_numpy(data).float()
w = torch.zeros(4, requires_grad=True)
powers = torch.stack([x ** 0, x, x ** 2 / 3, x ** 3 / 9], dim=1)

losses = []
for step in range(150):
    loss = ((powers @ w - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    w.grad = None
    losses.append(loss.item())

fit = (powers @ w).detach().numpy()
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
left.scatter(t, data, label="data")
left.plot(t, fit, color="C1", label="fit")
left.set_title("A cubic for a sine")
left.legend()
right.plot(losses)
right.set_xlabel("step")
right.set_ylabel("loss")
plt.show()

print(f"loss {losses[0]:.4f} -> {losses[-1]:.4f}")
