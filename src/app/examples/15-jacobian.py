# en: The Jacobian of a vector function
# zh: 向量函数的雅可比矩阵

import torch
from torch.autograd import functional

x = torch.tensor([1.0, 2.0, 3.0])
W = torch.tensor([[2.0, 0.0, 1.0],
                  [0.0, 3.0, -1.0]])


def scale(x):
    return torch.stack([2 * x[0], 3 * x[1], 4 * x[2]])


print(functional.jacobian(scale, x))              # one row for each output
print(functional.jacobian(lambda v: W @ v, x))    # of a linear map: the matrix itself
