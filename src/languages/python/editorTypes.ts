/** Guesses what an expression is: a name of the catalogue, or an object of a class. Silence is better than a wrong guess. */
import { type Catalogue, type Entry, isModuleClass, isTensorClass } from "./editorCatalogue.ts";
import { bindingAt, classAround, ownMembers, type Program, parametersAround } from "./editorProgram.ts";
import { childrenOf, elementsOf, type Node } from "./editorSyntax.ts";

/** What an expression stands for. */
export type Thing =
  /** A module, class, function or value of the catalogue. */
  | { readonly kind: "known"; readonly path: string }
  /** A method or property of an object of the catalogue. */
  | { readonly kind: "member"; readonly entry: Entry }
  /** An object of a class of the catalogue. */
  | { readonly kind: "object"; readonly of: string }
  /** A class, function or object of the program's own; of a class, `self` for an object of it. */
  | { readonly kind: "own"; readonly definition: Node; readonly object: boolean };

/** What there is to guess from. */
export interface Knowledge {
  readonly program: Program;
  readonly catalogue: Catalogue;
  /** Names that were tensors when the program last ran. */
  readonly tensors: ReadonlySet<string>;
}

const TENSOR: Thing = { kind: "object", of: "torch.Tensor" };
const DEEPEST = 12;

/** What an expression is, undefined when nothing tells. */
export function thingOf(node: Node, knowledge: Knowledge, depth = 0): Thing | undefined {
  if (depth > DEEPEST) return undefined;
  const { program } = knowledge;
  const again = (other: Node): Thing | undefined => thingOf(other, knowledge, depth + 1);
  const { text } = program;
  switch (node.name) {
    case "VariableName":
      return named(text.slice(node.from, node.to), node, knowledge, depth);
    case "ParenthesizedExpression": {
      const inner = childrenOf(node)[1];
      return inner && again(inner);
    }
    case "UnaryExpression": {
      const inner = node.lastChild;
      const thing = inner && again(inner);
      return thing && isTensor(thing) ? TENSOR : undefined;
    }
    case "BinaryExpression": {
      const operands = childrenOf(node).filter(({ name }) => !/Op$|^(and|or|not|in|is)$/.test(name));
      return operands.some((operand) => isTensor(again(operand))) ? TENSOR : undefined;
    }
    case "CallExpression": {
      const callee = node.firstChild ? again(node.firstChild) : undefined;
      return callee && calling(callee, knowledge, depth);
    }
    case "MemberExpression": {
      const [first, second, third] = [node.firstChild, node.firstChild?.nextSibling, node.lastChild];
      const object = first && again(first);
      if (!object) return undefined;
      if (second?.name === "[") return isTensor(object) ? TENSOR : undefined;
      return third?.name === "PropertyName"
        ? memberOf(object, text.slice(third.from, third.to), knowledge, depth)
        : undefined;
    }
    case "PropertyName":
      return node.parent === null ? undefined : again(node.parent);
    case "ConditionalExpression":
      return node.firstChild ? again(node.firstChild) : undefined;
    default:
      return undefined;
  }
}

/** Whether a thing is a tensor. */
export function isTensor(thing: Thing | undefined): boolean {
  return thing?.kind === "object" && isTensorClass(thing.of);
}

function named(name: string, node: Node, knowledge: Knowledge, depth: number): Thing | undefined {
  const { program, tensors, catalogue } = knowledge;
  const parameter = parametersAround(program.text, node).find((one) => one.name === name);
  if (parameter) return parameterThing(parameter, knowledge, depth);
  const binding = bindingAt(program, name, node.from);
  switch (binding?.kind) {
    case "import":
      return { kind: "known", path: binding.path };
    case "class":
    case "function":
      return { kind: "own", definition: binding.value, object: false };
    case "value":
    case "item": {
      // `x = x + 1` asks what x was before.
      const earlier = binding.value.from <= node.from && node.to <= binding.value.to ? undefined : binding.value;
      const thing = earlier && thingOf(earlier, knowledge, depth + 1);
      if (binding.kind === "value" && thing) return thing;
      if (binding.kind === "item" && earlier && (isTensor(thing) || givesTensors(program.text, earlier))) return TENSOR;
      break;
    }
    case "hint":
      return hinted(binding.type, node, knowledge, depth);
    case "unknown":
      break;
    case undefined:
      if (catalogue.entry(`builtins.${name}`)) return { kind: "known", path: `builtins.${name}` };
      break;
    default:
      binding satisfies never;
  }
  return tensors.has(name) ? TENSOR : undefined;
}

const givesTensors = (text: string, value: Node): boolean =>
  value.name === "CallExpression" && /\.parameters\(\s*\)$/.test(text.slice(value.from, value.to));

function parameterThing(
  { of, type, index }: { readonly of: Node; readonly type: string | undefined; readonly index: number },
  knowledge: Knowledge,
  depth: number,
): Thing | undefined {
  const { text } = knowledge.program;
  if (type !== undefined) return hinted(type, of, knowledge, depth);
  const definition = classAround(of);
  if (!definition || of.name !== "FunctionDefinition") return undefined;
  if (index === 0) return { kind: "own", definition, object: true };
  const own = of.getChild("VariableName");
  // What a module is called with is a tensor, as good as always.
  const forward = own && text.slice(own.from, own.to) === "forward";
  return forward && isModuleClass(knownBase(definition, knowledge, depth) ?? "") ? TENSOR : undefined;
}

/** An object of the class that a type hint names. */
function hinted(type: string, at: Node, knowledge: Knowledge, depth: number): Thing | undefined {
  const thing = depth > DEEPEST ? undefined : chainThing(type, at, knowledge, depth + 1);
  return thing && calling(thing, knowledge, depth + 1);
}

/** What `a.b.c` stands for at a place, where the tree has no expression for it (decorators, type hints). */
export function chainThing(chain: string, at: Node, knowledge: Knowledge, depth = 0): Thing | undefined {
  const [first = "", ...rest] = chain.split(".");
  if (!/^\w+(\.\w+)*$/.test(chain)) return undefined;
  let thing = named(first, at, knowledge, depth + 1);
  for (const name of rest) thing = thing && memberOf(thing, name, knowledge, depth + 1);
  return thing;
}

/** The class of the catalogue that a class of the program comes from. */
export function knownBase(definition: Node, knowledge: Knowledge, depth = 0): string | undefined {
  const list = definition.getChild("ArgList");
  const first = list ? elementsOf(list)[0] : undefined;
  const base = first && thingOf(first, knowledge, depth + 1);
  if (base?.kind === "known") return base.path;
  if (base?.kind === "own" && depth < DEEPEST) return knownBase(base.definition, knowledge, depth + 1);
  return undefined;
}

/** What stands behind `.name` of a thing. */
export function memberOf(object: Thing, name: string, knowledge: Knowledge, depth = 0): Thing | undefined {
  const { catalogue, program } = knowledge;
  switch (object.kind) {
    case "known": {
      const path = `${object.path}.${name}`;
      return catalogue.entry(path) ? { kind: "known", path } : undefined;
    }
    case "object": {
      const entry = catalogue.objectMember(object.of, name);
      if (!entry) return isModuleClass(object.of) && /^(weight|bias)(_\w+)?$/.test(name) ? TENSOR : undefined;
      return entry.kind === "p" && entry.givesTensor ? TENSOR : { kind: "member", entry };
    }
    case "member":
      return undefined;
    case "own": {
      if (object.definition.name !== "ClassDefinition") return undefined;
      const own = ownMembers(program.text, object.definition).get(name);
      if (own?.method) return { kind: "own", definition: own.value, object: false };
      if (own) return thingOf(own.value, knowledge, depth + 1);
      const base = knownBase(object.definition, knowledge, depth + 1);
      return base === undefined ? undefined : memberOf({ kind: "object", of: base }, name, knowledge, depth + 1);
    }
    default:
      return object satisfies never;
  }
}

/** What a call gives. */
function calling(callee: Thing, knowledge: Knowledge, depth: number): Thing | undefined {
  const { catalogue } = knowledge;
  switch (callee.kind) {
    case "known": {
      const entry = catalogue.entry(callee.path);
      if (entry?.kind === "c") return { kind: "object", of: callee.path };
      return entry?.givesTensor ? TENSOR : undefined;
    }
    case "member":
      return callee.entry.givesTensor ? TENSOR : undefined;
    case "object":
      return isModuleClass(callee.of) ? TENSOR : undefined;
    case "own": {
      if (callee.definition.name !== "ClassDefinition") return undefined;
      if (!callee.object) return { ...callee, object: true };
      return isModuleClass(knownBase(callee.definition, knowledge, depth + 1) ?? "") ? TENSOR : undefined;
    }
    default:
      return callee satisfies never;
  }
}
