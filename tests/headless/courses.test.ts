import { checkPrinting, type PrintingPrograms } from "./printing.ts";

/** Programs in the manner of published courses: each holds an idiom that many of them share. What numpy prints is its own. */
const programs: PrintingPrograms = {
  "a gradient by hand is added up row by row out of another graph, and its trace holds": {
    code: `
e = torch.ones(2, requires_grad=True) * 2
rows = torch.zeros(4, 2)
for i in torch.tensor([1, 2, 1]):
    rows[i] += e
print(rows)`,
    prints: ["tensor([[0., 0.],", "        [4., 4.],", "        [2., 2.],", "        [0., 0.]], grad_fn=<CopySlices>)"],
  },
  "progress bars count, and draw nothing": {
    code: `
from tqdm import tqdm, trange
from tqdm.auto import tqdm as auto
seen = [i for i in tqdm([1, 2, 3], desc="epoch", leave=False)]
bar = trange(4)
for i in bar:
    bar.set_description(f"step {i}"); bar.set_postfix(loss=0.12345, acc=1)
print(seen, bar.n, bar.total, bar.desc, bar.postfix, len(tqdm(range(5))), auto is tqdm)
with tqdm(total=10) as pbar:
    pbar.update(3); print(pbar.n)
tqdm.write("said")`,
    prints: ["[1, 2, 3] 4 4 step 3:  acc=1, loss=0.123 5 True", "3", "said"],
  },
  "numpy's generator gives the numbers of NumPy's seeds": {
    code: `
rng = np.random.default_rng(42)
print(rng.random(), rng.integers(0, 10, size=8), rng.integers(1, 6, 5, endpoint=True))
print(rng.normal(3, 2), rng.uniform(-1, 1, 3), rng.permutation(8))
print(rng.choice(5), rng.choice(100, size=5, replace=False), rng.choice(4, 6, p=[0.1, 0.2, 0.3, 0.4]))
letters = list("abcdef"); rng.shuffle(letters); print(letters)
x = rng.standard_normal(3000); print(x.max(), x.min(), np.random.default_rng([1, 2, 3]).random(2))`,
    prints: [
      "0.7739560485559633 [6 4 4 8 0 6 2 0] [4 6 5 5 5]",
      "2.9663976849914224 [-0.09922812 -0.25840395  0.85352998] [5 0 4 2 7 1 6 3]",
      "0 [84 82 53  6 86] [2 3 3 3 1 2]",
      "['f', 'd', 'e', 'c', 'a', 'b']",
      "3.1788536793675353 -3.6484128252147836 [0.67047226 0.11101464]",
    ],
  },
  "a gradient check walks through an array with nditer, as it lies in memory": {
    code: `
x = np.array([[1.0, 2.0], [3.0, 4.0]])
grad = np.zeros_like(x)
it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
while not it.finished:
    i = it.multi_index
    old = x[i]; x[i] = old + 1e-5; up = (x**2).sum(); x[i] = old - 1e-5; down = (x**2).sum(); x[i] = old
    grad[i] = (up - down) / 2e-5
    it.iternext()
print(grad.round(4), [int(v) for v in np.nditer(x.T)], list(np.ndindex(1, 2)), list(np.ndenumerate(x))[0])
for v in np.nditer(x, op_flags=["readwrite"]):
    v[...] = 2 * v
print(x, np.lib.stride_tricks.sliding_window_view(np.arange(4), 2).tolist())`,
    prints: [
      "[[2. 4.]",
      " [6. 8.]] [1, 2, 3, 4] [(0, 0), (0, 1)] ((0, 0), np.float64(1.0))",
      "[[2. 4.]",
      " [6. 8.]] [[0, 1], [1, 2], [2, 3]]",
    ],
  },
  "children are replaced while they are walked through, and keep their places": {
    code: `
class Wrapped(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(2, 2), nn.ReLU()
net = Net()
for name, child in net.named_children():
    if isinstance(child, nn.Linear):
        setattr(net, name, Wrapped(child))
net.a.inner.weight = nn.Parameter(torch.zeros(2, 2))
print([n for n, _ in net.named_children()], [n for n, _ in net.named_parameters()])`,
    prints: ["['a', 'b'] ['a.inner.weight', 'a.inner.bias']"],
  },
  "an ensemble is stacked and mapped over": {
    code: `
from torch.func import functional_call, stack_module_state, vmap
models = [nn.Linear(3, 2) for _ in range(4)]
params, buffers = stack_module_state(models)
x = torch.randn(5, 3)
out = vmap(lambda p, b, x: functional_call(models[0], (p, b), (x,)), in_dims=(0, 0, None))(params, buffers, x)
print(out.shape, torch.allclose(out[2], models[2](x), atol=1e-6), params["weight"].requires_grad, buffers)`,
    prints: ["torch.Size([4, 5, 2]) True True {}"],
  },
  "a script's first lines: seeds, determinism, the device": {
    code: `
torch.use_deterministic_algorithms(True)
torch.backends.cudnn.deterministic = True; torch.backends.cudnn.benchmark = False
print(torch.are_deterministic_algorithms_enabled(), torch.device("cuda:1"), torch.device("cuda") == torch.device("cpu"))
for use in (lambda: torch.ones(1, device="cuda"), lambda: torch.ones(1).to(torch.device("cuda")), lambda: nn.Linear(1, 1).to("mps")):
    try:
        use()
    except RuntimeError as error:
        print(error)`,
    prints: [
      "True cuda:1 False",
      "the playground has only the device 'cpu', not 'cuda'",
      "the playground has only the device 'cpu', not 'cuda'",
      "the playground has only the device 'cpu', not 'mps'",
    ],
  },
  "assertions tell how far numbers are apart": {
    code: `
torch.testing.assert_close(torch.ones(2), torch.ones(2) + 1e-7)
for a, b in ((torch.tensor([1.0, 2.0]), torch.tensor([1.0, 4.0])), (torch.tensor([1, 2]), torch.tensor([1, 3])), (torch.ones(2), torch.ones(3))):
    try:
        torch.testing.assert_close(a, b)
    except AssertionError as error:
        print(error)`,
    prints: [
      "Tensor-likes are not close!",
      "",
      "Mismatched elements: 1 / 2 (50.0%)",
      "Greatest absolute difference: 2.0 at index (1,) (up to 1e-05 allowed)",
      "Greatest relative difference: 0.5 at index (1,) (up to 1.3e-06 allowed)",
      "Tensor-likes are not equal!",
      "",
      "Mismatched elements: 1 / 2 (50.0%)",
      "Greatest absolute difference: 1 at index (1,)",
      "Greatest relative difference: 0.3333333432674408 at index (1,)",
      "The values for attribute 'shape' do not match: torch.Size([2]) != torch.Size([3]).",
    ],
  },
};

checkPrinting(programs, "import numpy as np, torch, torch.nn as nn");
