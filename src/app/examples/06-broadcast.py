# en: Broadcasting: the gradient is summed back
# zh: 广播：梯度会加回原来的形状

import torch

table = torch.tensor([[1.0, 2.0, 3.0],
                      [4.0, 5.0, 6.0]], requires_grad=True)
row = torch.tensor([10.0, 20.0, 30.0], requires_grad=True)

total = (table * row).sum()
total.backward()

print(table.grad)
print(row.grad)      # one number for each column, both rows added
