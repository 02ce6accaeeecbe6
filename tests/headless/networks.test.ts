import { checkPrinting, type PrintingPrograms } from "./printing.ts";

/** Modules of torch.nn against what they are by hand. */
const programs: PrintingPrograms = {
  "a bidirectional LSTM of two layers is its steps by hand": {
    code: `
lstm = nn.LSTM(3, 4, 2, bidirectional=True)
x = torch.randn(5, 2, 3)
def walk(steps, k, suffix):
    w, u, b, c = (getattr(lstm, f"{n}_l{k}{suffix}") for n in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    h = s = torch.zeros(2, 4)
    out = []
    for x in steps:
        i, f, g, o = (x @ w.T + b + h @ u.T + c).chunk(4, 1)
        s = torch.sigmoid(f) * s + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(s)
        out.append(h)
    return out, h, s
layer = list(x)
for k in range(2):
    there, h1, s1 = walk(layer, k, "")
    back, h2, s2 = walk(layer[::-1], k, "_reverse")
    layer = [torch.cat(p, 1) for p in zip(there, back[::-1])]
out, (h, c) = lstm(x)
print(out.shape, h.shape, torch.allclose(out, torch.stack(layer), atol=1e-6), torch.allclose(h[2:], torch.stack([h1, h2]), atol=1e-6), torch.allclose(c[3], s2, atol=1e-6))`,
    prints: ["torch.Size([5, 2, 8]) torch.Size([4, 2, 4]) True True True"],
  },
  "a packed batch runs as its sequences do alone": {
    code: `
from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence
gru = nn.GRU(2, 3, bidirectional=True)
a, b, c = torch.randn(4, 2), torch.randn(1, 2), torch.randn(3, 2)
out, h = gru(pack_sequence([b, a, c], enforce_sorted=False))
padded, lengths = pad_packed_sequence(out)
print(out.batch_sizes, lengths)
for k, s in enumerate((b, a, c)):
    own, last = gru(s)
    print(torch.allclose(padded[:len(s), k], own, atol=1e-6), torch.allclose(h[:, k], last, atol=1e-6), padded[len(s):, k].abs().sum().item())`,
    prints: ["tensor([3, 2, 2, 1]) tensor([1, 4, 3])", "True True 0.0", "True True 0.0", "True True 0.0"],
  },
  "an LSTM may project what it shows": {
    code: `
lstm = nn.LSTM(3, 5, proj_size=2)
print(lstm)
print([(n, tuple(p.shape)) for n, p in lstm.named_parameters()])
out, (h, c) = lstm(torch.randn(4, 1, 3))
print(out.shape, h.shape, c.shape)`,
    prints: [
      "LSTM(3, 5, proj_size=2)",
      "[('weight_ih_l0', (20, 3)), ('weight_hh_l0', (20, 2)), ('bias_ih_l0', (20,)), ('bias_hh_l0', (20,)), ('weight_hr_l0', (2, 5))]",
      "torch.Size([4, 1, 2]) torch.Size([1, 1, 2]) torch.Size([1, 1, 5])",
    ],
  },
  "attention with heads is its heads by hand": {
    code: `
mha = nn.MultiheadAttention(6, 2, batch_first=True)
x = torch.randn(2, 4, 6)
causal = torch.triu(torch.ones(4, 4, dtype=torch.bool), 1)
out, weights = mha(x, x, x, attn_mask=causal, average_attn_weights=False)
q, k, v = (t.view(2, 4, 2, 3).transpose(1, 2) for t in (x @ mha.in_proj_weight.T + mha.in_proj_bias).chunk(3, -1))
w = (q @ k.mT / 3 ** 0.5).masked_fill(causal, float("-inf")).softmax(-1)
hand = mha.out_proj((w @ v).transpose(1, 2).reshape(2, 4, 6))
print(weights.shape, torch.allclose(w, weights, atol=1e-6), torch.allclose(out, hand, atol=1e-6))
print(torch.allclose(mha(x, x, x, attn_mask=causal, need_weights=False)[0], out, atol=1e-6))`,
    prints: ["torch.Size([2, 2, 4, 4]) True True", "True"],
  },
  "a transformer has the parts and shapes of the paper": {
    code: `
t = nn.Transformer(8, 2, 1, 1, 16, batch_first=True).eval()
src, tgt = torch.randn(2, 5, 8), torch.randn(2, 3, 8)
mask = nn.Transformer.generate_square_subsequent_mask(3)
print(t(src, tgt, tgt_mask=mask).shape, sum(p.numel() for p in t.parameters()))
layer = t.encoder.layers[0]
x = layer.norm1(src + layer.self_attn(src, src, src)[0])
x = layer.norm2(x + layer.linear2(F.relu(layer.linear1(x))))
print(torch.allclose(t.encoder.norm(x), t.encoder(src), atol=1e-6))
changed = tgt.clone()
changed[:, 2] += 1
same = t(src, tgt, tgt_mask=mask) == t(src, changed, tgt_mask=mask)
print(same[:, :2].all().item(), same[:, 2].any().item())
print(t.decoder.layers[0])`,
    prints: [
      "torch.Size([2, 3, 8]) 1536",
      "True",
      "True False",
      "TransformerDecoderLayer(",
      "  (self_attn): MultiheadAttention(",
      "    (out_proj): NonDynamicallyQuantizableLinear(in_features=8, out_features=8, bias=True)",
      "  )",
      "  (multihead_attn): MultiheadAttention(",
      "    (out_proj): NonDynamicallyQuantizableLinear(in_features=8, out_features=8, bias=True)",
      "  )",
      "  (linear1): Linear(in_features=8, out_features=16, bias=True)",
      "  (dropout): Dropout(p=0.1, inplace=False)",
      "  (linear2): Linear(in_features=16, out_features=8, bias=True)",
      "  (norm1): LayerNorm((8,), eps=1e-05, elementwise_affine=True)",
      "  (norm2): LayerNorm((8,), eps=1e-05, elementwise_affine=True)",
      "  (norm3): LayerNorm((8,), eps=1e-05, elementwise_affine=True)",
      "  (dropout1): Dropout(p=0.1, inplace=False)",
      "  (dropout2): Dropout(p=0.1, inplace=False)",
      "  (dropout3): Dropout(p=0.1, inplace=False)",
      ")",
    ],
  },
  "interpolation blends what lies around": {
    code: `
x = torch.tensor([[[0.0, 4.0]]])
print(F.interpolate(x, scale_factor=2))
print(F.interpolate(x, scale_factor=2, mode="linear"))
print(F.interpolate(x, size=5, mode="linear", align_corners=True))
image = torch.tensor([[[[0.0, 2.0], [4.0, 6.0]]]], requires_grad=True)
up = nn.Upsample(scale_factor=2, mode="bilinear")(image)
print(up[0, 0, 1], up.grad_fn.name())
up.sum().backward()
print(image.grad)`,
    prints: [
      "tensor([[[0., 0., 4., 4.]]])",
      "tensor([[[0., 1., 3., 4.]]])",
      "tensor([[[0., 1., 2., 3., 4.]]])",
      "tensor([1.0000, 1.5000, 2.5000, 3.0000], grad_fn=<SelectBackward0>) UpsampleBilinear2DBackward0",
      "tensor([[[[4., 4.],",
      "          [4., 4.]]]])",
    ],
  },
  "borders mirror, repeat, go round, or have a value": {
    code: `
x = torch.tensor([[1.0, 2.0, 3.0]])
for layer in (nn.ReflectionPad1d(2), nn.ReplicationPad1d((1, 2)), nn.CircularPad1d(1), nn.ConstantPad1d((0, 2), 9.0), nn.ZeroPad1d(1)):
    print(layer, layer(x).tolist())`,
    prints: [
      "ReflectionPad1d((2, 2)) [[3.0, 2.0, 1.0, 2.0, 3.0, 2.0, 1.0]]",
      "ReplicationPad1d((1, 2)) [[1.0, 1.0, 2.0, 3.0, 3.0, 3.0]]",
      "CircularPad1d((1, 1)) [[3.0, 1.0, 2.0, 3.0, 1.0]]",
      "ConstantPad1d(padding=(0, 2), value=9.0) [[1.0, 2.0, 3.0, 9.0, 9.0]]",
      "ZeroPad1d((1, 1)) [[0.0, 1.0, 2.0, 3.0, 0.0]]",
    ],
  },
  "a volume's convolution is the sum of its planes' convolutions": {
    code: `
conv = nn.Conv3d(2, 3, (2, 3, 3), padding=(0, 1, 1))
x = torch.randn(1, 2, 4, 5, 5)
planes = [sum(F.conv2d(x[:, :, d + k], conv.weight[:, :, k], padding=1) for k in range(2)) for d in range(3)]
print(conv(x).shape, torch.allclose(conv(x), torch.stack(planes, 2) + conv.bias.view(1, 3, 1, 1, 1), atol=1e-5))
print(nn.ConvTranspose3d(3, 1, 2, stride=2)(conv(x)).shape, nn.MaxPool3d(2)(x)[0, 0, 0, 0, 0] == x[0, 0, :2, :2, :2].max())`,
    prints: ["torch.Size([1, 3, 3, 5, 5]) True", "torch.Size([1, 1, 6, 10, 10]) tensor(True)"],
  },
  "columns of windows add up to the picture again, and maxima go back where they were": {
    code: `
x = torch.arange(16.0).view(1, 1, 4, 4)
columns = F.unfold(x, 2)
weight = F.fold(torch.ones_like(columns), (4, 4), 2)
print(columns.shape, torch.equal(F.fold(columns, (4, 4), 2) / weight, x))
pooled, places = nn.MaxPool2d(2, return_indices=True)(x)
print(nn.MaxUnpool2d(2)(pooled, places)[0, 0])
print(torch.equal(F.pixel_unshuffle(F.pixel_shuffle(torch.arange(36.0).view(1, 4, 3, 3), 2), 2), torch.arange(36.0).view(1, 4, 3, 3)))`,
    prints: [
      "torch.Size([1, 4, 9]) True",
      "tensor([[ 0.,  0.,  0.,  0.],",
      "        [ 0.,  5.,  0.,  7.],",
      "        [ 0.,  0.,  0.,  0.],",
      "        [ 0., 13.,  0., 15.]])",
      "True",
    ],
  },
  "norms of channels are means and variances by hand": {
    code: `
x = torch.randn(2, 4, 3, 3)
own = (x - x.mean((2, 3), keepdim=True)) / (x.var((2, 3), keepdim=True, unbiased=False) + 1e-5).sqrt()
print(torch.allclose(nn.InstanceNorm2d(4)(x), own, atol=1e-5), torch.allclose(nn.GroupNorm(4, 4)(x), own, atol=1e-5))
tracked = nn.InstanceNorm2d(4, track_running_stats=True)
tracked(x)
print(torch.allclose(tracked.running_mean, 0.1 * x.mean((2, 3)).mean(0), atol=1e-6))
squares = F.pad(x.pow(2), (0, 0, 0, 0, 1, 1))
near = (squares[:, :-2] + squares[:, 1:-1] + squares[:, 2:]) / 3
print(torch.allclose(nn.LocalResponseNorm(3)(x), x / (1 + 1e-4 * near) ** 0.75, atol=1e-6))`,
    prints: ["True True", "True", "True"],
  },
  "bags of embeddings are sums and means of rows": {
    code: `
bag = nn.EmbeddingBag(6, 3, mode="sum", padding_idx=0)
ids, starts = torch.tensor([1, 2, 0, 5]), torch.tensor([0, 2])
w = bag.weight
print(bag, torch.allclose(bag(ids, starts), torch.stack([w[1] + w[2], w[5]])))
print(torch.allclose(F.embedding_bag(ids.view(2, 2), w), torch.stack([(w[1] + w[2]) / 2, (w[0] + w[5]) / 2])))`,
    prints: ["EmbeddingBag(6, 3, mode='sum', padding_idx=0) True", "True"],
  },
  "lazy modules learn their sizes from the first input and keep their parameters": {
    code: `
import warnings
warnings.simplefilter("ignore")
net = nn.Sequential(nn.LazyConv2d(4, 3), nn.LazyBatchNorm2d(), nn.Flatten(), nn.LazyLinear(2))
first = net[0].weight
opt = torch.optim.SGD(net.parameters(), lr=0.1)
print(net[3], first)
net(torch.randn(2, 1, 5, 5)).sum().backward()
opt.step()
print(net[0], net[1].num_features, net[3], first is net[0].weight, type(first).__name__)
torch.manual_seed(1); a = nn.LazyLinear(3); a(torch.ones(1, 2))
torch.manual_seed(1); b = nn.Linear(2, 3)
print(torch.equal(a.weight, b.weight), torch.equal(a.bias, b.bias))`,
    prints: [
      "LazyLinear(in_features=0, out_features=2, bias=True) <UninitializedParameter>",
      "Conv2d(1, 4, kernel_size=(3, 3), stride=(1, 1)) 4 Linear(in_features=36, out_features=2, bias=True) True Parameter",
      "True True",
    ],
  },
  "hooks see what passes a module, forwards and backwards, and may change it": {
    code: `
net = nn.Sequential(nn.Linear(2, 3), nn.ReLU())
x = torch.randn(4, 2)
net(x).sum().backward()
plain = net[0].weight.grad.clone()
seen = []
handle = net[1].register_full_backward_hook(lambda m, gi, go: (seen.append((len(gi), go[0].shape)), (gi[0] * 2,))[1])
net[0].register_forward_pre_hook(lambda m, args, kwargs: (args, kwargs), with_kwargs=True)
net.zero_grad(); net(x).sum().backward()
print(seen, torch.allclose(net[0].weight.grad, 2 * plain))
handle.remove()
net.zero_grad(); net(x).sum().backward()
print(torch.equal(net[0].weight.grad, plain))
every = nn.modules.module.register_module_forward_hook(lambda m, i, o: print(type(m).__name__, tuple(o.shape)))
net(x); every.remove(); net(x)`,
    prints: ["[(1, torch.Size([4, 3]))] True", "True", "Linear (4, 3)", "ReLU (4, 3)", "Sequential (4, 3)"],
  },
  "weight norm, spectral norm and parametrisations of one's own": {
    code: `
from torch.nn.utils import parametrizations, parametrize
layer = parametrizations.weight_norm(nn.Linear(3, 2))
g, v = layer.parametrizations.weight.original0, layer.parametrizations.weight.original1
print(torch.allclose(layer.weight, g * v / v.norm(dim=1, keepdim=True)), [n for n, _ in layer.named_parameters()])
s = parametrizations.spectral_norm(nn.Linear(4, 4), n_power_iterations=50)
print(abs(torch.linalg.vector_norm(s.weight @ s.parametrizations.weight[0]._v).item() - 1) < 1e-4)
class Symmetric(nn.Module):
    def forward(self, X):
        return X.triu() + X.triu(1).transpose(-1, -2)
lin = nn.Linear(3, 3)
parametrize.register_parametrization(lin, "weight", Symmetric())
print(torch.equal(lin.weight, lin.weight.T), parametrize.is_parametrized(lin), type(lin).__name__)
parametrize.remove_parametrizations(lin, "weight")
print(torch.equal(lin.weight, lin.weight.T), type(lin.weight).__name__, lin)`,
    prints: [
      "True ['bias', 'parametrizations.weight.original0', 'parametrizations.weight.original1']",
      "True",
      "True True ParametrizedLinear",
      "True Parameter Linear(in_features=3, out_features=3, bias=True)",
    ],
  },
  "orthogonal weights keep lengths and angles": {
    code: `
w = nn.init.orthogonal_(torch.empty(3, 5), gain=2.0)
print(torch.allclose(w @ w.T, 4 * torch.eye(3), atol=1e-5))
w = nn.init.orthogonal_(nn.Linear(3, 6).weight)
print(torch.allclose(w.T @ w, torch.eye(3), atol=1e-5), w.requires_grad)`,
    prints: ["True", "True True"],
  },
  "state dicts say what does not fit": {
    code: `
net = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2, affine=False))
try:
    net.load_state_dict({"0.weight": torch.zeros(3, 2), "1.running_mean": torch.ones(2), "extra": torch.zeros(1)})
except RuntimeError as error:
    print(error)
print(net.load_state_dict({"0.bias": torch.ones(2)}, strict=False).missing_keys)
print(net.load_state_dict(net.state_dict()), net[0].bias.tolist())`,
    prints: [
      "Error(s) in loading state_dict for Sequential:",
      '\tMissing key(s) in state_dict: "0.bias", "1.running_var", "1.num_batches_tracked". ',
      '\tUnexpected key(s) in state_dict: "extra". ',
      "\tsize mismatch for 0.weight: copying a param with shape torch.Size([3, 2]) from checkpoint, the shape in current model is torch.Size([2, 2]).",
      "['0.weight', '1.running_mean', '1.running_var', '1.num_batches_tracked']",
      "<All keys matched successfully> [1.0, 1.0]",
    ],
  },
};

checkPrinting(programs, "import torch, torch.nn as nn, torch.nn.functional as F");
