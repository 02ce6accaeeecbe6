/** Names that our Python makes in loops or tables, where nobody can read off what they are. */
import type { KindLetter } from "./editorCatalogue.ts";

/** A name with what there is to say about it. */
export interface ExtraName {
  readonly home: string;
  readonly name: string;
  readonly kind: KindLetter;
  readonly signature: string;
  readonly doc: string;
  readonly gives: "t" | "";
}

/** Home, then `name kind signature | doc`, a `>` before the doc where it gives a tensor. */
const TABLE: Readonly<Record<string, string>> = {
  torch: `
float32 v | Floats of 32 bits; also torch.float.
float v | Floats of 32 bits: torch.float32.
float64 v | Floats of 64 bits; also torch.double.
double v | Floats of 64 bits: torch.float64.
int64 v | Whole numbers of 64 bits; also torch.long.
long v | Whole numbers of 64 bits: torch.int64.
int32 v | Whole numbers of 32 bits; also torch.int.
int v | Whole numbers of 32 bits: torch.int32.
uint8 v | Whole numbers from 0 to 255.
bool v | True and False.
FloatTensor f (*data) |> The old way to make a float32 tensor.
DoubleTensor f (*data) |> The old way to make a float64 tensor.
LongTensor f (*data) |> The old way to make an int64 tensor.
IntTensor f (*data) |> The old way to make an int32 tensor.
ByteTensor f (*data) |> The old way to make a uint8 tensor.
BoolTensor f (*data) |> The old way to make a bool tensor.
Tensor c (*data) | The class of all tensors; torch.tensor makes one from numbers.
device c (type, index=None) | Where a tensor lives: always the CPU here.
meshgrid f (*tensors, indexing="ij") | Grids of coordinates, one for each dim.
broadcast_tensors f (*tensors) | The tensors, all with the shape that they broadcast to.
cartesian_prod f (*tensors) |> Every combination of the elements, one a row.
block_diag f (*tensors) |> A matrix with the tensors along its diagonal.
range f (start=0, end=None, step=1) |> Like arange with the end included; deprecated in PyTorch too.
pi v | The number π.
e v | Euler's number e.
inf v | Infinity.
nan v | Not a number.
newaxis v | None, as an index: a new dim of size 1.
strided v | The only layout there is.
contiguous_format v | A memory format; there is only this one here.
preserve_format v | A memory format; there is only one here.
channels_last v | A memory format; there is only one here.
default_generator v | The random generator that everything uses by default.
seed f () | Starts the random numbers at an unforeseeable place.
cuda m | Graphics cards: there are none here.
backends m | Settings of PyTorch's backends, without effect here.
utils m | Data loading.
float16 v | Floats of 16 bits; also torch.half.
half v | Floats of 16 bits: torch.float16.
bfloat16 v | Floats of 16 bits with the range of float32.
int16 v | Whole numbers of 16 bits; also torch.short.
short v | Whole numbers of 16 bits: torch.int16.
int8 v | Whole numbers from −128 to 127.
HalfTensor f (*data) |> The old way to make a float16 tensor.
BFloat16Tensor f (*data) |> The old way to make a bfloat16 tensor.
ShortTensor f (*data) |> The old way to make an int16 tensor.
CharTensor f (*data) |> The old way to make an int8 tensor.
accelerator m | Accelerators: there are none here.
random m | The seeds under their longer name.
version m | Which version of PyTorch is followed.
svd f (input, some=True, compute_uv=True) | U, the singular values and V; torch.linalg.svd is the newer name.
qr f (input, some=True) | An orthogonal matrix and a triangle; torch.linalg.qr is the newer name.
cholesky f (input, upper=False) |> The triangle whose product with its transpose is the matrix.
pinverse f (input, rcond=1e-15) |> The pseudo-inverse of a matrix.
lu f (A, pivot=True, get_infos=False) | Both triangles in one matrix, and how its rows were exchanged.
lu_solve f (b, LU_data, LU_pivots) |> The solution of a system by its triangles.
orgqr f (input, tau) |> The first columns of a product of reflections.
cholesky_solve f (B, L, upper=False) |> The solution of a system by its Cholesky triangle.
cholesky_inverse f (L, upper=False) |> The inverse by the Cholesky triangle.
triangular_solve f (b, A, upper=True, transpose=False, unitriangular=False) | The solution of a triangular system.
pca_lowrank f (A, q=None, center=True, niter=2) | Not available here; use torch.linalg.svd of the centred matrix.
broadcast_shapes f (*shapes) | The shape to which all shapes broadcast.
chain_matmul f (*matrices) |> The product of several matrices.
empty_strided f (size, stride, *, dtype=None) |> Memory with given steps.
gradient f (input, *, spacing=1, dim=None, edge_order=1) | Slopes of a function that is known at some places.
put f (input, index, source, accumulate=False) |> A copy with elements written by their number.
randint_like f (input, *bounds) |> Random integers in the shape of another tensor.
scalar_tensor f (s, *, dtype=None) |> A tensor of one number.
unique_consecutive f (input, return_inverse=False, return_counts=False, dim=None) |> Without elements that are equal to the one before.
unravel_index f (indices, shape) | Coordinates of elements that are named by their number.
hann_window f (window_length, periodic=True) |> Weights that rise and fall like a cosine, from zero.
hamming_window f (window_length, periodic=True) |> Weights that rise and fall like a cosine, from above zero.
blackman_window f (window_length, periodic=True) |> Weights that rise and fall more steeply.`,
  "torch.Tensor": `
to d (dtype) |> The tensor in another dtype; itself when nothing changes.
half d () |> The tensor as float16.
bfloat16 d () |> The tensor as bfloat16.
short d () |> The tensor as int16.
char d () |> The tensor as int8.
squeeze_ d (dim=None) |> Takes dims of size 1 away, in place.
unsqueeze_ d (dim) |> A new dim of size 1, in place.
t_ d () |> Rows and columns exchanged, in place.
transpose_ d (dim0, dim1) |> Two dims exchanged, in place.
swapaxes_ d (dim0, dim1) |> Two dims exchanged, in place.
swapdims_ d (dim0, dim1) |> Two dims exchanged, in place.
resize_ d (*sizes) |> Another shape over the same elements, in place.
resize_as_ d (other) |> The shape of another tensor, in place.
fill_diagonal_ d (fill_value, wrap=False) |> Writes a number along the diagonal.
map_ d (tensor, callable) |> Every element from those of two tensors, by a Python function.
put d (index, source, accumulate=False) |> A copy with elements written by their number.
put_ d (index, source, accumulate=False) |> Writes elements by their number.
unique_consecutive d (return_inverse=False, return_counts=False, dim=None) |> Without elements that are equal to the one before.
svd d (some=True, compute_uv=True) | U, the singular values and V.
qr d (some=True) | An orthogonal matrix and a triangle.
cholesky d (upper=False) |> The triangle whose product with its transpose is the matrix.
pinverse d (rcond=1e-15) |> The pseudo-inverse of a matrix.
lu d (pivot=True, get_infos=False) | Both triangles in one matrix, and how its rows were exchanged.
lu_solve d (LU_data, LU_pivots) |> The solution of a system by its triangles.
orgqr d (tau) |> The first columns of a product of reflections.
addbmm_ d (batch1, batch2, beta=1, alpha=1) |> Adds products of matrices, in place.
addr_ d (vec1, vec2, beta=1, alpha=1) |> Adds an outer product, in place.
ldexp_ d (other) |> Times a power of two, in place.
logical_not_ d () |> Where an element is zero, in place.
renorm_ d (p, dim, maxnorm) |> No slice longer than a norm, in place.
polygamma d (n) |> Further derivatives of the logarithm of the gamma function.
mvlgamma d (p) |> The logarithm of the gamma function of p dims.
conj d () |> A real tensor itself.
resolve_conj d () |> A real tensor itself.
resolve_neg d () |> The tensor itself.
is_conj d () | Never here.
is_neg d () | Never here.
is_signed d () | Can there be numbers below zero?
unsafe_chunk d (chunks, dim=0) | The pieces of chunk.
unsafe_split d (split_size, dim=0) | The pieces of split.
real p |> A real tensor itself.
imag p | Only complex numbers have one.
is_cpu p | Always True.
is_mps p | Always False.
is_xpu p | Always False.
cholesky_solve d (L, upper=False) |> The solution of a system by its Cholesky triangle.
cholesky_inverse d (upper=False) |> The inverse by the Cholesky triangle.
triangular_solve d (A, upper=True, transpose=False, unitriangular=False) | The solution of a triangular system.
nonzero d (as_tuple=False) |> Coordinates of the elements that are not zero.
where d (condition, other) |> This where the condition holds, else another.
type d (dtype=None) | The name of its type, or the tensor in another one.
type_as d (other) |> The tensor in the dtype of another.
float d () |> The tensor as float32.
double d () |> The tensor as float64.
int d () |> The tensor as int32.
long d () |> The tensor as int64.
bool d () |> The tensor as bool: what is not zero is True.
byte d () |> The tensor as uint8.
cpu d () |> The tensor itself: it is on the CPU.
contiguous d () |> The tensor, in row-major order in memory.
new_tensor d (data, dtype=None, requires_grad=False) |> A tensor of the data, in this one's dtype.
new_zeros d (*size, dtype=None, requires_grad=False) |> Zeros in this tensor's dtype.
new_ones d (*size, dtype=None, requires_grad=False) |> Ones in this tensor's dtype.
new_empty d (*size, dtype=None, requires_grad=False) |> Uninitialised memory in this tensor's dtype.
new_full d (size, fill_value, dtype=None, requires_grad=False) |> A tensor full of one number, in this one's dtype.
norm d (p="fro", dim=None, keepdim=False, dtype=None) |> The p-norm of all elements, or along dims.
cross d (other, dim=None) |> The cross product of vectors of three elements.
tensordot d (other, dims=2) |> Sums of products over some dims of both.
unique d (sorted=True, return_inverse=False, return_counts=False) |> The different elements, in rising order.
is_nonzero d () | The truth of a one-element tensor.
random_ d (from=0, to=None, *, generator=None) |> Fills with random whole numbers. In place.
apply_ d (function) |> Calls a Python function for every element. In place.
as_subclass d (cls) |> The tensor as an object of a subclass.
equal d (other) | Same shape and elements?
allclose d (other, rtol=1e-05, atol=1e-08, equal_nan=False) | All elements close?
T p |> The transpose.
mT p |> The last two dims exchanged.
H p |> The transpose.
mH p |> The last two dims exchanged.
real p |> The tensor itself: it is real.
layout p | How it lies in memory: strided.
ndim p | Number of dims.
itemsize p | Bytes of one element.
nbytes p | Bytes of all elements.
is_cuda p | Never here.
is_sparse p | Never here.
is_quantized p | Never here.
is_meta p | Never here.
data p |> The same numbers outside of autograd.
grad p |> The accumulated gradient, or None.
copy_ d (src) |> Takes over the numbers of another tensor. In place.
fill_ d (value) |> Sets every element to one number. In place.
zero_ d () |> Sets every element to zero. In place.
as_strided d (size, stride, storage_offset=None) |> A view with sizes and steps of one's own.
requires_grad p | Are gradients computed for it?
retains_grad p | Does a non-leaf keep its gradient?`,
  "torch.nn": `
RNN c (input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, nonlinearity="tanh") |
GRU c (input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False) |
Sequential c (*modules) |
parameter m | Parameters and buffers.
modules m | The modules by family.`,
  "torch.nn.Module": `
training p | In training mode?`,
  "torch.autograd": `
gradcheck f (func, inputs, eps=1e-06, atol=1e-05, rtol=0.001) | Compares gradients with finite differences.
gradgradcheck f (func, inputs, eps=1e-06, atol=1e-05, rtol=0.001) | Compares second derivatives with finite differences.
functional m | Jacobians, Hessians and products with them.`,
  math: `
pi v | The number π.
e v | Euler's number e.
inf v | Infinity.
nan v | Not a number.
tau v | 2π.
sqrt f (x) | Square root.
exp f (x) | eˣ.
log f (x, base=e) | Logarithm, natural unless a base is given.
log2 f (x) | Logarithm to base 2.
log10 f (x) | Logarithm to base 10.
sin f (x) | Sine.
cos f (x) | Cosine.
tan f (x) | Tangent.
atan2 f (y, x) | The angle of a point.
tanh f (x) | Hyperbolic tangent.
floor f (x) | The next whole number below.
ceil f (x) | The next whole number above.
fabs f (x) | Absolute value.
pow f (x, y) | Power.
hypot f (*coordinates) | Length of a vector.
prod f (iterable, *, start=1) | The product of the items.
factorial f (n) | 1 · 2 · … · n.
isclose f (a, b, *, rel_tol=1e-09, abs_tol=0.0) | Are they nearly equal?
isfinite f (x) | Neither infinite nor nan?
isnan f (x) | Not a number?
isinf f (x) | Infinite?`,
  builtins: `
print f (*values, sep=" ", end="\\n") | Writes values to the output.
range f (start, stop, step=1) | Whole numbers from start up to stop, without stop.
len f (obj) | How many items there are.
enumerate f (iterable, start=0) | Items with their numbers.
zip f (*iterables) | Items of several rows, side by side.
abs f (x) | Absolute value.
sum f (iterable, start=0) | Adds the items up.
min f (*values, key=None) | The smallest.
max f (*values, key=None) | The largest.
round f (number, ndigits=None) | Rounds to a number of digits.
sorted f (iterable, key=None, reverse=False) | The items in order, as a list.
reversed f (sequence) | The items from the last to the first.
map f (function, *iterables) | Calls a function for every item.
filter f (function, iterable) | The items for which a function is true.
any f (iterable) | Is one of them true?
all f (iterable) | Are all of them true?
isinstance f (obj, cls) | Is it an object of this class?
type f (obj) | The class of an object.
getattr f (obj, name, default=None) | An attribute by its name.
setattr f (obj, name, value) | Sets an attribute by its name.
hasattr f (obj, name) | Is there such an attribute?
callable f (obj) | Can it be called?
id f (obj) | A number that is this object's alone.
repr f (obj) | The object as a programmer's text.
pow f (base, exp) | Power.
divmod f (a, b) | Quotient and remainder.
input f (prompt="") | Asks for a line of text.
super f () | The class above.
float c (x=0) | A number with a fraction.
int c (x=0) | A whole number.
bool c (x=False) | True or False.
str c (obj="") | Text.
list c (iterable=()) | A list.
tuple c (iterable=()) | A list that cannot change.
dict c (**items) | Values by their keys.
set c (iterable=()) | Different items, without order.
ValueError c (*args) | The error for a value that makes no sense.
TypeError c (*args) | The error for a wrong type.
RuntimeError c (*args) | The error of what goes wrong while running; PyTorch's favourite.
Exception c (*args) | What all errors are.`,
  "torch.nn.functional": `
dropout1d f (input, p=0.5, training=True, inplace=False) |> Zeroes whole channels with probability p.
dropout2d f (input, p=0.5, training=True, inplace=False) |> Zeroes whole channels with probability p.
dropout3d f (input, p=0.5, training=True, inplace=False) |> Zeroes whole channels with probability p.`,
};

/** All of them. */
export function extraNames(): readonly ExtraName[] {
  return Object.entries(TABLE).flatMap(([home, text]) =>
    text
      .trim()
      .split("\n")
      .map((line) => {
        const [head = "", doc = ""] = line.split(/ \|/);
        const [, name = "", kind = "v", signature = ""] = /^(\w+) (\w)(?: (.*))?$/.exec(head.trim()) ?? [];
        const gives = doc.startsWith(">") ? "t" : "";
        return { home, name, kind: kind as KindLetter, signature, doc: doc.replace(/^>?\s*/, ""), gives } as const;
      }),
  );
}
