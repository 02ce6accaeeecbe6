import { checkPrinting, type PrintingPrograms } from "./printing.ts";

/** Families that some courses reach, each checked against numbers that can be had in another way. */
const programs: PrintingPrograms = {
  "an image is turned by a grid, and the turn can be learned": {
    code: `
x = torch.arange(16.0).view(1, 1, 4, 4)
same = torch.tensor([[[1.0, 0, 0], [0, 1.0, 0]]], requires_grad=True)
for align in (False, True):
    grid = F.affine_grid(same, x.shape, align_corners=align)
    print(torch.allclose(F.grid_sample(x, grid, align_corners=align), x, atol=1e-5), grid.grad_fn.name(), grid[0, 0, :, 0].detach())
turned = F.affine_grid(torch.tensor([[[0.0, -1, 0], [1.0, 0, 0]]]), x.shape, align_corners=True)
print(torch.allclose(F.grid_sample(x, turned, align_corners=True), x.rot90(1, (2, 3)), atol=1e-5))
outside = torch.tensor([[[[2.0, 0.0], [-3.0, 0.0]]]])
for border in ("zeros", "border", "reflection"):
    print(border, F.grid_sample(x, outside, "nearest", border, align_corners=True).tolist())
F.grid_sample(x, F.affine_grid(same, x.shape, align_corners=True), align_corners=True).sum().backward()
print(same.grad.shape)
try:
    F.grid_sample(x, outside[..., :1])
except RuntimeError as error:
    print(error)`,
    prints: [
      "True AffineGridGeneratorBackward0 tensor([-0.7500, -0.2500,  0.2500,  0.7500])",
      "True AffineGridGeneratorBackward0 tensor([-1.0000, -0.3333,  0.3333,  1.0000])",
      "True",
      "zeros [[[[0.0, 0.0]]]]",
      "border [[[[11.0, 8.0]]]]",
      "reflection [[[[10.0, 11.0]]]]",
      "torch.Size([1, 2, 3])",
      "grid_sampler(): expected grid to have size 2 in last dimension, but got grid with sizes [1, 1, 2, 1]",
    ],
  },
  "CTC sums over all ways through time": {
    code: `
p = torch.tensor([[.2, .5, .3], [.6, .3, .1], [.25, .25, .5], [.1, .7, .2]])
scores = p.log().requires_grad_()
probs = scores.unsqueeze(1).expand(4, 3, 3)
each = nn.CTCLoss(reduction="none")(probs, torch.tensor([[1, 2], [1, 1], [2, 0]]), (4, 4, 4), (2, 2, 1))
print(each)
each[0].backward()
print(torch.allclose(scores.grad.sum(1), torch.zeros(4), atol=1e-6))
print(F.ctc_loss(scores, torch.tensor([1, 2]), (4,), (2,), reduction="none"), F.ctc_loss(scores, torch.tensor([1, 2]), torch.tensor(4), torch.tensor(2)))
print(F.ctc_loss(probs[:1], torch.tensor([1, 1, 2]), (1, 1, 1), (1, 1, 1)), F.ctc_loss(probs[:1, :1], torch.tensor([[1, 2]]), [1], [2], zero_infinity=True))
print(nn.CTCLoss(), F.ctc_loss(probs[:1, :1], torch.tensor([[1, 2]]), [1], [2]))`,
    prints: [
      "tensor([2.0616, 1.9021, 3.2901], grad_fn=<CtcLossBackward0>)",
      "True",
      "tensor(2.0616, grad_fn=<SqueezeBackward1>) tensor(1.0308, grad_fn=<MeanBackward0>)",
      "tensor(0.8634, grad_fn=<MeanBackward0>) tensor(0., grad_fn=<MeanBackward0>)",
      "CTCLoss() tensor(inf, grad_fn=<MeanBackward0>)",
    ],
  },
  "what is checkpointed runs again on the way back, with the same random numbers and gradients": {
    code: `
from torch.utils.checkpoint import checkpoint, checkpoint_sequential
layer, x = nn.Linear(3, 3), torch.ones(2, 3, requires_grad=True)
def part(x):
    print("runs")
    return F.dropout(layer(x).relu(), 0.5)
found = []
for run in (part, lambda x: checkpoint(part, x, use_reentrant=True), lambda x: checkpoint(part, x, use_reentrant=False)):
    torch.manual_seed(1)
    x.grad = None
    y = run(x)
    print(type(y.grad_fn).__name__)
    y.sum().backward()
    found.append(x.grad)
print([torch.equal(found[0], g) for g in found[1:]])
net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
print(torch.equal(checkpoint_sequential(net, 2, x, use_reentrant=False), net(x)))`,
    prints: [
      "runs",
      "MulBackward0",
      "runs",
      "CheckpointFunctionBackward",
      "runs",
      "runs",
      "MulBackward0",
      "runs",
      "[True, True]",
      "True",
    ],
  },
  "a matrix is triangles with its rows exchanged, and systems are solved by them": {
    code: `
A, B = torch.randn(2, 3, 3, dtype=torch.float64, requires_grad=True), torch.randn(2, 3, 4, dtype=torch.float64)
for part in (A, A[..., :2], A[:, :2]):
    P, L, U = torch.linalg.lu(part)
    print(torch.allclose(P @ L @ U, part), L.shape, U.shape)
LU, pivots = torch.linalg.lu_factor(A)
found = [torch.linalg.lu_solve(LU, pivots, B), torch.linalg.lu_solve(LU, pivots, B, adjoint=True),
         torch.linalg.lu_solve(LU, pivots, B.mT, left=False).mT, torch.lu_solve(B, *A.lu())]
wanted = [torch.linalg.solve(M, B) for M in (A, A.mT, A.mT, A)]
print([torch.allclose(f, w) for f, w in zip(found, wanted)])
print(torch.linalg.lu_factor(torch.tensor([[1.0, 2], [3, 4]])))
print(torch.linalg.lu_factor_ex(torch.ones(2, 2)).info)
try:
    torch.linalg.lu_factor(torch.ones(2, 2))
except torch.linalg.LinAlgError as error:
    print(str(error)[:90])`,
    prints: [
      "True torch.Size([2, 3, 3]) torch.Size([2, 3, 3])",
      "True torch.Size([2, 3, 2]) torch.Size([2, 2, 2])",
      "True torch.Size([2, 2, 2]) torch.Size([2, 2, 3])",
      "[True, True, True, True]",
      "torch.return_types.linalg_lu_factor(",
      "LU=tensor([[3.0000, 4.0000],",
      "        [0.3333, 0.6667]]),",
      "pivots=tensor([2, 2], dtype=torch.int32))",
      "tensor(2, dtype=torch.int32)",
      "torch.linalg.lu_factor: U[2,2] is zero and using it on lu_solve would result in a division",
    ],
  },
  "what transforms make of a distribution has the density that integrates to 1": {
    code: `
from torch.distributions import *
from torch.distributions.transforms import PowerTransform, SoftplusTransform
def whole(d, a, b):
    v = torch.linspace(a, b, 20001, dtype=torch.float64)
    return round(torch.trapezoid(d.log_prob(v).exp(), v).item(), 2)
n = lambda *given: [torch.tensor(x, dtype=torch.float64) for x in given]
print(whole(LogNormal(*n(0, 0.5)), 1e-6, 20), whole(Pareto(*n(1, 3)), 1, 200), whole(Weibull(*n(2, 1.5)), 1e-6, 30), whole(HalfNormal(*n(2)), 0, 20),
      whole(HalfCauchy(*n(1)), 0, 3000), whole(RelaxedBernoulli(*n(0.7, 0.3)), 1e-6, 1 - 1e-6), whole(InverseGamma(*n(3, 2)), 1e-3, 200),
      whole(TransformedDistribution(Normal(*n(0, 1)), [AffineTransform(1.0, 2.0), SoftplusTransform()]), 1e-6, 20))
loc = torch.tensor([0.3, -1.0], requires_grad=True)
flow = TransformedDistribution(Normal(loc, torch.ones(2)), [AffineTransform(0.0, 2.0), TanhTransform()])
flow.rsample((3,)).sum().backward()
print(flow, flow.support, loc.grad.shape)
steps = StickBreakingTransform()
v = torch.randn(3, dtype=torch.float64)
slopes = torch.autograd.functional.jacobian(lambda v: steps(v)[:-1], v)
print(torch.allclose(steps.inv(steps(v)), v), torch.allclose(torch.linalg.slogdet(slopes)[1], steps.log_abs_det_jacobian(v, steps(v))))
print(LogNormal(0.0, 1.0), transform_to(constraints.unit_interval), transform_to(constraints.positive), LogisticNormal(torch.zeros(3), torch.ones(3)).event_shape)
p, q = Gumbel(0.0, 1.0), Gumbel(1.0, 2.0)
x = p.sample((40000,))
print(abs(kl_divergence(p, q) - (p.log_prob(x) - q.log_prob(x)).mean()) < 0.02, torch.isclose(kl_divergence(LogNormal(0.0, 1.0), LogNormal(1.0, 2.0)), kl_divergence(Normal(0.0, 1.0), Normal(1.0, 2.0))))
hard = OneHotCategoricalStraightThrough(logits=torch.zeros(3, requires_grad=True)).rsample()
print(hard.sum(), torch.isclose(RelaxedOneHotCategorical(0.5, logits=torch.zeros(3)).rsample().sum(), torch.tensor(1.0)), NegativeBinomial(5.0, torch.tensor(0.3)).log_prob(torch.arange(200.0)).exp().sum())
mix = MixtureSameFamily(Categorical(torch.tensor([0.3, 0.7])), Normal(torch.tensor([-1.0, 2.0]), torch.tensor([0.5, 1.0])))
print(mix.mean, mix.variance, mix.cdf(torch.tensor(0.0)))
try:
    HalfNormal(-1.0)
except ValueError as error:
    print(error)`,
    prints: [
      "1.0 1.0 1.0 1.0 1.0 1.0 1.0 1.0",
      "TransformedDistribution() Interval(lower_bound=-1.0, upper_bound=1.0) torch.Size([2])",
      "True True",
      "LogNormal() SigmoidTransform() ComposeTransform(",
      "    ExpTransform(),",
      "    AffineTransform()",
      ") torch.Size([4])",
      "tensor(True) tensor(True)",
      "tensor(1., grad_fn=<SumBackward0>) tensor(True) tensor(1.)",
      "tensor(1.1000) tensor(2.6650) tensor(0.3091)",
      "Expected parameter scale (Tensor of shape ()) of distribution HalfNormal() to satisfy the constraint GreaterThan(lower_bound=0.0), but found invalid values:",
      "-1.0",
    ],
  },
  "tangents travel forward, through modules, learners' functions and gradients": {
    code: `
import torch.autograd.forward_ad as fwAD
x, t = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])
with fwAD.dual_level():
    dual = fwAD.make_dual(x, t)
    print(dual, fwAD.unpack_dual(dual).tangent is t, fwAD.unpack_dual(x).tangent)
    print(dual**2, (dual * torch.ones(2)).detach(), dual.floor())
    y = torch.zeros(2).add_(dual).mul_(dual)
    print(y)
print(y, fwAD.unpack_dual(y).tangent)
net, data = nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.LayerNorm(4), nn.Linear(4, 3)), torch.randn(8, 5)
values = {n: p.detach() for n, p in net.named_parameters()}
tangents = {n: torch.rand_like(p) for n, p in values.items()}
f = lambda p: torch.func.functional_call(net, p, (data,))
with fwAD.dual_level(), torch.no_grad():
    found = fwAD.unpack_dual(f({n: fwAD.make_dual(p, tangents[n]) for n, p in values.items()})).tangent
print(torch.allclose(found, torch.func.jvp(f, (values,), (tangents,))[1], atol=1e-5), found.requires_grad)
class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.x = x
        return x * x
    @staticmethod
    def jvp(ctx, t):
        return 2 * ctx.x * t
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x**3
p = torch.tensor([1.0, 2.0], requires_grad=True)
with fwAD.dual_level():
    print(Square.apply(fwAD.make_dual(x, t)))
    slope, = torch.autograd.grad((fwAD.make_dual(p, torch.ones(2)) ** 3).sum(), p)
    print(slope)
    whole = fwAD.unpack_dual((fwAD.make_dual(p, torch.ones(2)) ** 3).sum()).tangent
    for wrong in (lambda: Cube.apply(fwAD.make_dual(x, t)), fwAD.enter_dual_level, lambda: fwAD.make_dual(x, torch.ones(3))):
        try:
            wrong()
        except RuntimeError as error:
            print(str(error)[:75])
whole.backward()
print(p.grad)`,
    prints: [
      "tensor([1., 2.], tangent=tensor([3., 4.])) True None",
      "tensor([1., 4.], tangent=tensor([ 6., 16.])) tensor([1., 2.]) tensor([1., 2.], tangent=tensor([0., 0.]))",
      "tensor([1., 4.], tangent=tensor([ 6., 16.]))",
      "tensor([1., 4.]) None",
      "True False",
      "tensor([1., 4.], tangent=tensor([ 6., 16.]))",
      "tensor([ 3., 12.], tangent=tensor([ 6., 12.]))",
      "You must implement the jvp function for custom autograd.Function to use it ",
      "Nested forward mode AD is not supported at the moment",
      "Trying to set a forward gradient that has a different size than that of the",
      "tensor([ 6., 12.])",
    ],
  },
  "Jacobians of functions of dicts are dicts": {
    code: `
from torch.func import functional_call, hessian, jacfwd, jacrev, vmap
net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
params, x = {k: v.detach() for k, v in net.named_parameters()}, torch.randn(5, 3)
f = lambda p, x: functional_call(net, p, (x.unsqueeze(0),)).squeeze(0)
for jacobian in (jacrev, jacfwd):
    print([tuple(v.shape) for v in vmap(jacobian(f), (None, 0))(params, x).values()])
print(hessian(lambda p: (p["a"] ** 3).sum())({"a": torch.ones(2)}))
print(jacrev(lambda x: {"square": x**2, "sum": x.sum()})(torch.ones(2)))
print(jacrev(lambda x, y: x * y, argnums=(0, 1))(torch.ones(1), torch.zeros(1)))`,
    prints: [
      "[(5, 2, 4, 3), (5, 2, 4), (5, 2, 2, 4), (5, 2, 2)]",
      "[(5, 2, 4, 3), (5, 2, 4), (5, 2, 2, 4), (5, 2, 2)]",
      "{'a': {'a': tensor([[6., 0.],",
      "        [0., 6.]])}}",
      "{'square': tensor([[2., 0.],",
      "        [0., 2.]]), 'sum': tensor([1., 1.])}",
      "(tensor([[0.]]), tensor([[1.]]))",
    ],
  },
  "rare names: special functions, in-place functions, a fused convolution, a module on all GPUs that there are": {
    code: `
S = torch.special
print(S.log_ndtr(torch.tensor([-20.0, 0.0])), S.erfcx(torch.tensor(3.0)), S.ndtri(torch.tensor([0.2, 0.975])), S.i0e(torch.tensor([-2.0, 50.0])))
print(S.gammainc(torch.tensor(2.0), torch.tensor(3.0)), torch.igammac(torch.tensor(10.0), torch.tensor(20.0)), torch.distributions.Gamma(2.0, 3.0).cdf(torch.tensor(1.0)))
x = torch.tensor([3.0], requires_grad=True)
torch.i0(x).backward()
print(torch.allclose(x.grad, S.i1(x)))
y = torch.tensor([-1.0, 2.0])
print(torch.relu_(y) is y, y, y.conj() is y, y.is_signed(), torch.bartlett_window(5))
try:
    y.imag
except RuntimeError as error:
    print(error)
conv, bn, image = nn.Conv2d(2, 3, 3).eval(), nn.BatchNorm2d(3).eval(), torch.randn(1, 2, 5, 5)
bn.running_mean.normal_(); bn.running_var.uniform_(1, 2)
print(torch.allclose(nn.utils.fuse_conv_bn_eval(conv, bn)(image), bn(conv(image)), atol=1e-5))
print(nn.DataParallel(nn.Linear(1, 1)), list(nn.DataParallel(nn.Linear(1, 1)).state_dict()))`,
    prints: [
      "tensor([-203.9172,   -0.6931]) tensor(0.1790) tensor([-0.8416,  1.9600]) tensor([0.3085, 0.0566])",
      "tensor(0.8009) tensor(0.0050) tensor(0.8009)",
      "True",
      "True tensor([0., 2.]) True True tensor([0.0000, 0.4000, 0.8000, 0.8000, 0.4000])",
      "imag is not implemented for tensors with non-complex dtypes.",
      "True",
      "DataParallel(",
      "  (module): Linear(in_features=1, out_features=1, bias=True)",
      ") ['module.weight', 'module.bias']",
    ],
  },
  "what is pruned again loses a share of what is left, by methods of one's own too": {
    code: `
import torch.nn.utils.prune as prune
class Odd(prune.BasePruningMethod):
    def compute_mask(self, t, default_mask):
        mask = default_mask.clone()
        mask.view(-1)[1::2] = 0
        return mask
layer = nn.Linear(4, 4)
Odd.apply(layer, "bias")
print(layer.bias_mask, prune.is_pruned(layer))
prune.ln_structured(layer, "weight", 0.5, n=2, dim=0)
print(layer.weight_mask.sum(1).sort().values)
prune.ln_structured(layer, "weight", 0.5, n=2, dim=0)
print(layer.weight_mask.sum(1).sort().values)
prune.l1_unstructured(layer, "weight", 2)
print(layer.weight_mask.sum())
prune.remove(layer, "weight")
print((layer.weight == 0).sum())
one, two = nn.Linear(2, 2), nn.Linear(2, 2)
prune.global_unstructured([(one, "weight"), (two, "weight")], prune.RandomUnstructured, amount=0.5)
print(one.weight_mask.sum() + two.weight_mask.sum(), prune.identity(one, "bias").bias_mask, prune.random_structured(nn.Linear(4, 3), "weight", 1, 1).weight_mask.sum())`,
    prints: [
      "tensor([1., 0., 1., 0.]) True",
      "tensor([0., 0., 4., 4.])",
      "tensor([0., 0., 0., 4.])",
      "tensor(2.)",
      "tensor(14)",
      "tensor(4.) tensor([1., 1.]) tensor(9.)",
    ],
  },
};

checkPrinting(programs, "import torch, torch.nn as nn, torch.nn.functional as F");
