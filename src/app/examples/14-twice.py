# en: An error worth meeting: backward twice
# zh: 值得一见的错误：backward 两次

import torch

x = torch.tensor(3.0, requires_grad=True)
y = x ** 2

y.backward()
y.backward()        # the graph was freed by the first call
