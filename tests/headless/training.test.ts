import { checkPrinting, type PrintingPrograms } from "./printing.ts";

/** What training programs use around their networks. */
const programs: PrintingPrograms = {
  "what is saved comes back, from files and from memory": {
    code: `
import io
net, other = nn.Linear(2, 2), nn.Linear(2, 2)
opt = torch.optim.Adam(net.parameters())
net(torch.ones(1, 2)).sum().backward(); opt.step()
torch.save(net.state_dict(), "net.pt")
print(other.load_state_dict(torch.load("net.pt", weights_only=True)), torch.equal(net.weight, other.weight))
memory = io.BytesIO()
torch.save({"epoch": 3, "model": net.state_dict(), "opt": opt.state_dict()}, memory)
memory.seek(0)
found = torch.load(memory)
print(found["epoch"], list(found["model"]), found["opt"]["state"][0]["exp_avg"].shape, type(found["model"]))
torch.save(net, "whole.pt")
try:
    torch.load("whole.pt")
except Exception as error:
    print(type(error).__name__, str(error)[:24])
whole = torch.load("whole.pt", weights_only=False)
print(whole, torch.equal(whole.weight, net.weight), whole.weight.requires_grad, whole.weight.data_ptr() != net.weight.data_ptr())`,
    prints: [
      "<All keys matched successfully> True",
      "3 ['weight', 'bias'] torch.Size([2, 2]) <class 'collections.OrderedDict'>",
      "UnpicklingError Weights only load failed",
      "Linear(in_features=2, out_features=2, bias=True) True True True",
    ],
  },
  "distributions: densities, divergences and gradients through samples": {
    code: `
import math
from torch.distributions import Bernoulli, Categorical, Normal, Uniform, kl_divergence
logits = torch.tensor([1.0, 2.0, 0.5], requires_grad=True)
c = Categorical(logits=logits)
print(torch.allclose(c.log_prob(torch.tensor(1)), logits.log_softmax(0)[1]), torch.allclose(c.entropy(), -(c.probs * c.probs.log()).sum()))
torch.manual_seed(3); a = c.sample((4,))
torch.manual_seed(3); b = torch.multinomial(c.probs.detach(), 4, True)
print(torch.equal(a, b), a.requires_grad)
n, m = Normal(1.0, 2.0), Normal(0.0, 1.0)
print(n, abs(n.log_prob(torch.tensor(1.0)).item() + math.log(2 * math.sqrt(2 * math.pi))) < 1e-6)
print(abs(kl_divergence(n, m).item() - (4 + 1 - 1 - math.log(4)) / 2) < 1e-6)
scale = torch.tensor(2.0, requires_grad=True)
torch.manual_seed(5); x = Normal(0.0, scale).rsample()
x.backward()
print(torch.allclose(scale.grad, x.detach() / 2))
p = torch.tensor([0.2, 0.9])
print(torch.allclose(Bernoulli(p).log_prob(torch.tensor([1.0, 0.0])).exp(), torch.tensor([0.2, 0.1])), Uniform(0.0, 4.0).entropy().item() == torch.tensor(4.0).log().item())
try:
    Normal(0.0, -1.0)
except ValueError as error:
    print(error)`,
    prints: [
      "True True",
      "True False",
      "Normal(loc: 1.0, scale: 2.0) True",
      "True",
      "True",
      "True True",
      "Expected parameter scale (Tensor of shape ()) of distribution Normal(loc: 0.0, scale: -1.0) to satisfy the constraint GreaterThan(lower_bound=0.0), but found invalid values:",
      "-1.0",
    ],
  },
  "schedules chain, cycle, and begin anew at milestones": {
    code: `
from torch.optim.lr_scheduler import ChainedScheduler, ConstantLR, CosineAnnealingWarmRestarts, CyclicLR, ExponentialLR, LinearLR, SequentialLR
def rates(make, steps=6):
    opt = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0, momentum=0.9)
    schedule, seen = make(opt), []
    for _ in range(steps):
        seen.append(round(opt.param_groups[0]["lr"], 6)); opt.step(); schedule.step()
    return seen
print(rates(lambda o: SequentialLR(o, [ConstantLR(o, 0.1, 20), ExponentialLR(o, 0.5)], [2])))
print(rates(lambda o: SequentialLR(o, [LinearLR(o, 0.25, total_iters=3), CosineAnnealingWarmRestarts(o, 2)], [3])))
print(rates(lambda o: CyclicLR(o, 0.0, 1.0, step_size_up=2, step_size_down=1)))
print(rates(lambda o: ChainedScheduler([ConstantLR(o, 0.5, 2), ExponentialLR(o, 0.5)])))`,
    prints: [
      "[0.1, 0.1, 1.0, 0.5, 0.25, 0.125]",
      "[0.25, 0.5, 0.75, 1.0, 0.5, 1.0]",
      "[0.0, 0.5, 1.0, 0.0, 0.5, 1.0]",
      "[0.5, 0.25, 0.25, 0.125, 0.0625, 0.03125]",
    ],
  },
  "averages of weights along the way": {
    code: `
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
net = nn.Linear(1, 1, bias=False)
mean, ema = AveragedModel(net), AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(0.75))
for value in (1.0, 3.0, 5.0):
    with torch.no_grad():
        net.weight.fill_(value)
    mean.update_parameters(net); ema.update_parameters(net)
print(mean.module.weight.item(), ema.module.weight.item(), mean.n_averaged)`,
    prints: ["3.0 2.375 tensor(3)"],
  },
  "an optimiser of one's own, with hooks around its steps": {
    code: `
class Momentum(torch.optim.Optimizer):
    def __init__(self, params, lr=0.1):
        super().__init__(params, dict(lr=lr))
    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["v"] = torch.zeros_like(p, memory_format=torch.preserve_format)
                state["v"].mul_(0.9).add_(p.grad)
                p.add_(state["v"], alpha=-group["lr"])
w = nn.Parameter(torch.tensor([1.0])); u = nn.Parameter(torch.tensor([1.0]))
mine, theirs = Momentum([w]), torch.optim.SGD([u], lr=0.1, momentum=0.9)
handle = mine.register_step_post_hook(lambda opt, args, kwargs: print("after", len(opt.state)))
for _ in range(3):
    for p, opt in ((w, mine), (u, theirs)):
        opt.zero_grad(); (p ** 2).sum().backward(); opt.step()
    handle.remove()
print(torch.allclose(w, u))`,
    prints: ["after 1", "True"],
  },
  "loaders of streams, lists of lengths, and words": {
    code: `
from torch.utils.data import ChainDataset, DataLoader, Dataset, IterableDataset, default_collate, get_worker_info
from torch.nn.utils.rnn import pad_sequence
class Stream(IterableDataset):
    def __init__(self, a, b): self.a, self.b = a, b
    def __iter__(self): return iter(range(self.a, self.b))
print(list(DataLoader(Stream(0, 3) + Stream(7, 9), batch_size=2)), get_worker_info())
class Words(Dataset[tuple[torch.Tensor, int]]):
    def __len__(self): return 3
    def __getitem__(self, i): return torch.arange(i + 1), i
def collate(batch):
    rows, labels = zip(*batch)
    return pad_sequence(rows, batch_first=True, padding_value=-1), torch.tensor(labels)
for rows, labels in DataLoader(Words(), batch_size=2, collate_fn=collate, num_workers=2):
    print(rows.tolist(), labels)
print(default_collate([{"a": 1.0, "b": "x"}, {"a": 2.0, "b": "y"}]))`,
    prints: [
      "[tensor([0, 1]), tensor([2, 7]), tensor([8])] None",
      "[[0, -1], [0, 1]] tensor([0, 1])",
      "[[0, 1, 2]] tensor([2])",
      "{'a': tensor([1., 2.], dtype=torch.float64), 'b': ['x', 'y']}",
    ],
  },
  "code that is guarded for a GPU runs without one": {
    code: `
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
net = torch.compile(nn.Linear(2, 1).to(device))
opt = torch.optim.AdamW(net.parameters(), lr=1e-2, fused=False)
amp = torch.cuda.is_available()
scaler = torch.amp.GradScaler("cuda", enabled=amp)
with torch.autocast(device_type=device.type, enabled=amp):
    loss = net(torch.ones(3, 2, device=device)).pow(2).mean()
scaler.scale(loss).backward(); scaler.unscale_(opt)
nn.utils.clip_grad_norm_(net.parameters(), 1.0)
scaler.step(opt); scaler.update(); opt.zero_grad(set_to_none=True)
print(device, scaler.get_scale(), net.weight.grad)
try:
    torch.jit.script(net)
except NotImplementedError as error:
    print(error)`,
    prints: ["cpu 1.0 None", "torch.jit.script is not available in the playground: models run as they are"],
  },
  "a policy learns to go right": {
    code: `
from torch.distributions import Categorical
policy = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 2))
opt = torch.optim.Adam(policy.parameters(), lr=0.05)
def episode():
    place, logs, rewards = 0, [], []
    for _ in range(6):
        choice = Categorical(logits=policy(torch.tensor([place / 6])))
        move = choice.sample()
        place += 1 if move.item() == 1 else -1
        logs.append(choice.log_prob(move)); rewards.append(float(move.item()))
    return torch.stack(logs), torch.tensor(rewards)
for _ in range(60):
    logs, rewards = episode()
    returns = rewards.flip(0).cumsum(0).flip(0)
    loss = -(logs * (returns - returns.mean())).sum() - (logs * (rewards - 0.5)).sum()
    opt.zero_grad(); loss.backward(); opt.step()
print(policy(torch.tensor([0.0])).softmax(0)[1].item() > 0.8)`,
    prints: ["True"],
  },
  "pruned weights stay zero while the rest learns": {
    code: `
from torch.nn.utils import prune
layer = nn.Linear(4, 2)
prune.l1_unstructured(layer, "weight", amount=3)
kept = layer.weight_mask.bool()
opt = torch.optim.SGD(layer.parameters(), lr=0.1)
layer(torch.ones(1, 4)).sum().backward(); opt.step()
layer(torch.ones(1, 4))
print(int((layer.weight == 0).sum()), [n for n, _ in layer.named_parameters()], torch.equal(layer.weight != 0, kept))
prune.remove(layer, "weight")
print([n for n, _ in layer.named_parameters()], type(layer.weight).__name__)`,
    prints: ["3 ['bias', 'weight_orig'] True", "['bias', 'weight'] Parameter"],
  },
};

checkPrinting(programs, "import torch, torch.nn as nn, torch.nn.functional as F");
