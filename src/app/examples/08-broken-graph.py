# en: A graph that breaks: torch.tensor([...]) against torch.stack
# zh: 断开的图：torch.tensor([...]) 与 torch.stack

import torch
from torch.autograd.functional import jacobian

def joined(x):
    return torch.stack([2 * x[0], 3 * x[1], 4 * x[2]])

def broken(x):
    return torch.tensor([2 * x[0], 3 * x[1], 4 * x[2]])

x = torch.tensor([1.0, 2.0, 3.0])
print(jacobian(joined, x))
print(jacobian(broken, x))      # all zero: the new tensor has no history
