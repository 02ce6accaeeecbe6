/** The chain rule of one link as KaTeX: in symbols, as the op's own derivative, and as the product of its vector with the Jacobian. */
import type { Argument, OpCard, TensorId } from "#trace/events.ts";
import type { Link } from "#trace/links.ts";
import type { Story } from "#trace/story.ts";
import type { NodeStory } from "#trace/storyIndex.ts";
import { lettersOf, nameTex, numberTex, substitute } from "../value/formulas.ts";

/** An expression of more signs than this does not fit a fraction; its op's sign stands for it. */
const long = 18;
/** Expressions are written out so deep. */
const deepest = 3;

/** How a tensor is written in a formula: its name, its number, or the expression that made it. */
export function texOf(story: Story, id: TensorId, depth = deepest): string {
  const tensor = story.index.tensors.get(id);
  if (!tensor) return "\\square";
  const { node } = tensor;
  const name = tensor.names.first ?? node.inheritedName;
  const tex = name === undefined ? undefined : nameTex(name);
  if (tex !== undefined) return tex;
  if (node.event.type === "leaf") {
    const value = tensor.value.first;
    const [x] = value?.data ?? [];
    return value?.shape.length === 0 && x !== undefined && Number.isFinite(x) ? numberTex(x) : "\\square";
  }
  const card = cardOf(story, node);
  const whole = card && depth > 0 ? rightSide(story, node, card, depth - 1) : undefined;
  return whole !== undefined && visible(whole) <= long ? bracketed(whole) : signTex(card?.symbol ?? node.event.op);
}

/** How many signs a formula shows, about: commands count as one, their braces as none. */
const visible = (tex: string): number => tex.replace(/\\[a-zA-Z]+/g, "x").replace(/[{}\s]/g, "").length;

/** `c = a · b`: what an op computes, with the program's names. */
export function forwardTex(story: Story, node: NodeStory): string | undefined {
  const card = cardOf(story, node);
  const [result] = node.tensors;
  if (!card || !result) return undefined;
  const name = result.names.first ?? node.inheritedName;
  const left = (name === undefined ? undefined : nameTex(name)) ?? signTex(card.symbol);
  return `${left} = ${rightSide(story, node, card, 2)}`;
}

/** `∂L/∂a += ∂L/∂c · ∂c/∂a`. */
export function symbolTex(story: Story, { pass, flow, result }: Link): string {
  const loss = lossTex(
    story,
    pass.event.roots.map(({ id }) => id),
  );
  const [z, x] = [texOf(story, result), texOf(story, flow.to)];
  // At a root stands the gradient that the pass was started with.
  const seed = pass.event.roots.find(({ id }) => id === result)?.seed;
  const [one] = seed?.data ?? [];
  const given = seed?.shape.length === 0 && one !== undefined ? numberTex(one) : `\\overline{${z}}`;
  const upstream = seed ? given : `\\dfrac{\\partial ${loss}}{\\partial ${always(z)}}`;
  return `\\dfrac{\\partial ${loss}}{\\partial ${always(x)}} \\mathrel{+}= ${upstream} \\cdot \\dfrac{\\partial ${always(z)}}{\\partial ${always(x)}}`;
}

/** `∂(a · b)/∂a = b`; undefined where the op's rule is no plain product. */
export function localTex(story: Story, { node, flow }: Link): string | undefined {
  const card = cardOf(story, node);
  const rule = card && ruleOf(card, flow.argument);
  if (!card || rule === undefined || node.event.type !== "op") return undefined;
  const factor = factorOf(rule);
  if (factor === undefined) return undefined;
  const letters = namedLetters(story, node, deepest - 1);
  const whole = withDots(node, substitute(rightOf(card.forward), letters));
  if (visible(whole) > 2 * long) return undefined;
  const factored = lowered(withDots(node, substitute(factor, letters)));
  return `\\dfrac{\\partial ${always(whole)}}{\\partial ${always(texOf(story, flow.to))}} = ${factored}`;
}

/** `h^{3-1}` is h², and `h^{2-1}` is h. */
const lowered = (tex: string): string =>
  tex.replace(/\^\{(\d+)-1\}/g, (_, n: string) => (n === "2" ? "" : `^{${Number(n) - 1}}`));

/** The op's rule for this input, `Ā += Z̄ · Bᵀ`, with the program's names. */
export function ruleTex(story: Story, { node, flow, result }: Link): string | undefined {
  const card = cardOf(story, node);
  const rule = card && ruleOf(card, flow.argument);
  if (rule === undefined) return undefined;
  const letters = namedLetters(story, node, 1);
  letters.set("z", texOf(story, result, 1));
  return `\\overline{${texOf(story, flow.to, 1)}} \\mathrel{+}= ${substitute(rule.replaceAll("\\bar Z", "\\bar z"), letters)}`;
}

/** What the roots of a pass are called: their name, or L. */
export function lossTex(story: Story, roots: readonly TensorId[]): string {
  const [root] = roots;
  const name = root === undefined ? undefined : story.index.tensors.get(root)?.names.first;
  return (roots.length === 1 && name !== undefined ? nameTex(name) : undefined) ?? "L";
}

/**
 * A rule with the incoming gradient taken out: `\bar z \odot b` is b, `-\bar z` is −1. Undefined where it does not stand as one
 * factor of a product, as in softmax.
 */
export function factorOf(rule: string): string | undefined {
  const parts = rule.split(/\\bar\s*\{?\s*[zZ]\s*\}?/);
  const [before, after] = parts;
  if (parts.length !== 2 || before === undefined || after === undefined) return undefined;
  // Inside brackets, under a sum, or as a matrix product, it is no factor that could be taken out.
  if (/[({]|\\sum|\\times|\\star|\\ast|\\top|\^/.test(before) || /\\top|\\times|_i|_\{/.test(after)) return undefined;
  const rest = `${before}${after.replace(/^\s*(\\odot|\\cdot|\\,)\s*/, "")}`.trim();
  if (rest === "" || rest === "-") return `${rest}1`;
  return rest.startsWith("/") ? `1 ${rest}` : rest;
}

function cardOf(story: Story, node: NodeStory): OpCard | undefined {
  const { event } = node;
  return event.type === "op" && Object.hasOwn(story.index.ops, event.op) ? story.index.ops[event.op] : undefined;
}

function ruleOf(card: OpCard, argument: string): string | undefined {
  const name = argument.replace(/\[.*$/, "");
  return Object.hasOwn(card.vjp, name) ? card.vjp[name] : undefined;
}

function rightSide(story: Story, node: NodeStory, card: OpCard, depth: number): string {
  return withDots(node, substitute(rightOf(card.forward), namedLetters(story, node, depth)));
}

/** Of scalars the product is a plain dot. */
const withDots = (node: NodeStory, tex: string): string =>
  unnested(isScalar(node) ? tex.replaceAll("\\odot", "\\cdot") : tex);

const rightOf = (forward: string): string => forward.replace(/^[^=]*=\s*/, "");

function namedLetters(story: Story, node: NodeStory, depth: number): Map<string, string> {
  const args: readonly Argument[] = node.event.type === "op" ? node.event.args : [];
  const letters = lettersOf(args, () => undefined);
  args.slice(0, 3).forEach((arg, i) => {
    if (!("tensor" in arg)) return;
    const tex = texOf(story, arg.tensor, depth);
    const isBase = node.event.type === "op" && node.event.op === "pow" && !/^(\\\w+\{[^{}]*\}|\w+|\\left.*)$/.test(tex);
    letters.set("abc".charAt(i), isBase ? `\\left(${tex}\\right)` : tex);
  });
  return letters;
}

const isScalar = (node: NodeStory): boolean =>
  node.tensors.every((tensor) => (tensor.value.first?.shape.length ?? 0) === 0) &&
  node.inputs.every((input) => (input.node.tensors[0]?.value.first?.shape.length ?? 0) === 0);

/** A name, a number, a simple power of one, or a function with its brackets. */
const atom = /^(\\\w+\{[^{}]*\}|\w+)(\^\{?\w+\}?)?$|^\\\w+\s?(\{\w+\})?\([^()]*(\([^()]*\)[^()]*)*\)$/;
/** Brackets directly inside the brackets of a function say nothing. */
const unnested = (tex: string): string => tex.replace(/\(\\left\(([^()]*)\\right\)\s*([,)])/g, "($1$2");
const plainProduct = /^[^+\-/^]*$/;

/** Sums need brackets; names, numbers, functions, simple powers and products do not. */
const bracketed = (tex: string): string => (atom.test(tex) || plainProduct.test(tex) ? tex : `\\left(${tex}\\right)`);
/** After a ∂ a product needs them too. */
const always = (tex: string): string =>
  atom.test(tex) || /^\\left\([^()]*\\right\)$/.test(tex) ? tex : `\\left(${tex}\\right)`;
const signTex = (sign: string): string => `\\boxed{\\text{${sign.replace(/[\\{}$%#&_^~]/g, "")}}}`;
