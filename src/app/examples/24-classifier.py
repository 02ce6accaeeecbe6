# en: A network that tells two rings apart
# zh: 区分两个圆环的网络

import torch
from torch import nn

torch.manual_seed(1)
angle = 6.2832 * torch.rand(60)
radius = torch.where(torch.arange(60) < 30, 0.5, 1.2) + 0.1 * torch.randn(60)
x = torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1)
y = (torch.arange(60) >= 30).long()

class Rings(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(2, 8)
        self.out = nn.Linear(8, 2)

    def forward(self, x):
        return self.out(torch.tanh(self.hidden(x)))

net = Rings()
optimizer = torch.optim.Adam(net.parameters(), lr=0.05)
print(net)

for epoch in range(60):
    scores = net(x)
    loss = nn.functional.cross_entropy(scores, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch % 20 == 0:
        print(f"epoch {epoch:2d}  loss {loss.item():.4f}")

right = (net(x).argmax(dim=1) == y).float().mean()
print(f"loss {loss.item():.4f}, right {right.item():.0%}")
