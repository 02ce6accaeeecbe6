/** The words of what opens later than the page (details, chain rule, ledger), in English; the type of this object is what each other language must fill. */

export const enLate = {
  chain: {
    title: "Chain rule",
    from: (result: string, input: string) => `from ${result} back to ${input}`,
    starts: (name: string) => `the backward pass starts at ${name}`,
    waiting: "During a backward pass, every step is written out here: in symbols, for this operation, in numbers.",
    arrived: (name: string) => `everything has reached ${name}`,
    symbols: "in symbols",
    local: "this step",
    rule: "this step",
    numbers: "in numbers",
    upstream: "arrives",
    jacobian: "Jacobian",
    result: "flows on",
    summedOver: (axes: string) => `Broadcast forwards, so summed back over axis ${axes}.`,
    spreadOut: "Every element gets its share of the one gradient that arrives.",
    together: "together with what came before:",
    accumulated: ".grad adds",
    stored: (name: string) => `${name} is a leaf: the sum stays in ${name}.grad until it is cleared.`,
    notKept: "An intermediate result: its gradient is used and then let go.",
    unnamed: "a tensor",
    close: "Fold the chain rule away",
    open: "Show the chain rule",
    paths: "Sum over all paths",
    pathCount: (count: string) => `${count} ${count === "1" ? "path" : "paths"} to the root, one product each:`,
    morePaths: (count: string) => `… and ${count} more`,
    isRoot: "The backward pass starts here.",
    check: "Check by finite differences",
    checkNote: "Nudges each number a little, runs the recorded operations again and looks how far the root moves.",
    checking: "Running the operations again …",
    index: "element",
    gradient: "backward",
    difference: "difference",
    agrees: "agrees",
    differs: "differs",
    unanswered: {
      sampled: (op: string) => `Cannot be checked: a tensor at ${op} is too large to be recorded whole.`,
      large: () => "Cannot be checked: too many operations for one question.",
      different: (op: string) => `Cannot be checked: ${op || "an operation"} gives other numbers when it runs again.`,
    },
  },
  ledger: {
    title: "Ledger",
    intro: "What every backward pass added to .grad, and what cleared it. A number leads to its step.",
    empty: "No tensor here collects a gradient. Make one with requires_grad=True.",
    holds: "now holds",
    nothing: "None",
    step: "Step",
    line: (line: number) => `line ${line}`,
    round: (round: number) => `pass ${round} of the loop`,
    added: (pass: number) => `backward no. ${pass}`,
    through: (ways: string) => `through ${ways}`,
    changed: "changed by the program",
    zeroed: "set to zero",
    setToNone: "set to None",
    moved: (name: string) => `${name} moved`,
    total: ".grad is then",
    earlier: (count: number) => `… ${count.toLocaleString("en")} earlier entries`,
    stale: (name: string) =>
      `Gradients of earlier steps are still in ${name}.grad: nothing cleared it after ${name} moved. Call zero_grad() before each backward().`,
    staleMark: "on top of an old gradient",
    goTo: (step: number) => `Go to step ${step}`,
  },
  why: {
    none: "Why is .grad None?",
    reasons: {
      constant: (name: string) => `${name} does not require a gradient. Make it with requires_grad=True.`,
      frozen: (name: string) => `${name} is frozen: requires_grad was switched off, so nothing is collected.`,
      noPass: () => "No backward pass has run yet at this step.",
      intermediate: (name: string) =>
        `${name} is not a leaf. Its gradient came through and was let go of; ${name}.retain_grad() before backward() would keep it.`,
      onlyReturned: () => "torch.autograd.grad hands its gradients back and leaves .grad alone.",
      unused: (name: string) => `Nothing that was computed uses ${name}.`,
      notReached: (name: string) =>
        `What was made of ${name} does not lead to any tensor that backward() was called on.`,
    },
    cleared: (name: string, line: number) => `${name}.grad was set to None at line ${line}.`,
    cut: (name: string, why: string, line: number) => `The way from ${name} is cut at line ${line}: ${why}.`,
    cuts: {
      no_grad: "it was computed under no_grad",
      detach: "detach() took it out of the graph",
      copied: "its number was copied into a new tensor",
      not_differentiable: "the operation there has no derivative",
    },
    larger: "Why is it as large as this?",
    ways: (ways: number) => `It is used in ${ways} places, and what comes back from each is added.`,
    passes: (passes: number) => `${passes} backward passes have added to it since it was last cleared.`,
    stale: (name: string, line: number) =>
      `${name} was moved with this gradient already, and line ${line} added on top. zero_grad() is missing.`,
    twice: "Why can backward not run twice?",
    freed: (line: number) =>
      `The backward pass of line ${line} freed what these operations had saved for their gradient rules. Compute the result again, or keep it with retain_graph=True.`,
  },
  health: {
    title: "Something went wrong in the numbers",
    value: (what: string, op: string, line: number) => `The first ${what} came out of ${op}, line ${line}.`,
    gradient: (what: string, op: string, line: number) =>
      `The first ${what} is a gradient: the rule of ${op}, line ${line}, made it.`,
    update: (what: string, name: string) => `${name} became ${what} in an update.`,
    vanishing: (op: string, line: number, from: string, to: string) =>
      `The gradient vanishes: from ${from} at the root to ${to}, beginning at ${op}, line ${line}.`,
    exploding: (op: string, line: number, from: string, to: string) =>
      `The gradient explodes: from ${from} at the root to ${to}, beginning at ${op}, line ${line}.`,
    dead: (units: number, of: number, line: number) =>
      of === 1
        ? `The ReLU of line ${line} is dead: it gave zero every time, so no gradient passes.`
        : `${units} of ${of} units of the ReLU of line ${line} are dead: always zero, so no gradient passes.`,
    round: (round: number) => `Pass ${round} of the loop.`,
    show: "Show",
    dismiss: "Dismiss",
  },
  inspector: {
    inspector: "Details",
    close: "Close the details",
    kinds: {
      leaf: "leaf tensor",
      parameter: "parameter",
      frozen: "frozen leaf",
      constant: "constant",
      intermediate: "intermediate result",
      detached: "cut off from the graph",
    },
    kindNotes: {
      leaf: "You made this tensor and asked for its gradient: backward() adds into its .grad.",
      parameter: "A parameter of a module: backward() adds into its .grad, and an optimiser changes it.",
      frozen: "requires_grad is switched off here, so backward() leaves it alone.",
      constant: "Plain numbers: nothing is differentiated by them.",
      intermediate: "An operation made this; gradients pass through it on their way to the leaves.",
      detached: "Computed, but not recorded: no gradient comes back through here.",
    },
    cuts: {
      no_grad: "Made under no_grad: the operation is not on the tape, so no gradient passes.",
      detach: "Detached: the numbers go on, the gradient stops here.",
      copied: "Built from the numbers of other tensors: it does not know where they came from, so no gradient passes.",
      not_differentiable: "This operation has no derivative, so no gradient passes.",
    },
    value: "Value",
    gradient: "Gradient",
    noGradient: "No gradient has arrived here yet.",
    notKept: "It passed through and was not kept in .grad; retain_grad() would keep it.",
    none: "none",
    shape: "Shape",
    dtype: "dtype",
    line: "Line",
    goToLine: (line: number) => `Go to line ${line}`,
    formula: "Formula",
    gradientRules: "What it sends back",
    madeBy: "Made by",
    inputs: "Inputs",
    usedBy: "Used by",
    names: "Names",
    sampled: (shape: string) => `An even sample of ${shape}`,
    range: "Range",
    notYet: "This does not exist yet at this step.",
    foldedLine: (nodes: number, line: number) =>
      `${nodes.toLocaleString("en")} ${nodes === 1 ? "operation" : "operations"} of line ${line}`,
    more: (n: number) => `and ${n} more`,
  },
  advice: {
    backwardTwice:
      "The graph was freed by the first backward(). Compute the result again before the second call, or give the first one retain_graph=True.",
    nonScalar:
      "backward() needs a single number to start from. Reduce first, for example loss.sum().backward(), or pass gradient=.",
    noGrad:
      "Nothing this was computed from asks for a gradient. Give an input requires_grad=True, and look for detach() or no_grad on the way.",
    inPlaceLeaf:
      "A leaf that requires grad may not be changed in place while the tape records. Do it inside `with torch.no_grad():`.",
    savedModified:
      "A value that backward needs was overwritten. Write a = a + b in place of a += b, or change it after backward().",
    broadcast:
      "These shapes cannot be broadcast together. Counted from the right, sizes must be equal or 1; print both .shape to compare.",
    matmul: "In a @ b the columns of a must equal the rows of b. Print both .shape; often one side needs .T.",
    dtype:
      "The two tensors hold different number types. Convert one, for example with .float(), or make both with the same dtype.",
    integerGrad:
      "Only floating point tensors can have gradients. Write 2.0 in place of 2, or give dtype=torch.float32.",
    itemMany:
      "This needs a tensor with exactly one element. Reduce it first with sum() or mean(), or pick an element by its index.",
    ragged: "All rows of the list must have the same length.",
    ambiguous: "A condition needs one yes or no. Use (a == b).all() or .any().",
    unused: "The result does not depend on that tensor. Check that it was used, or pass allow_unused=True.",
    reshape: "The new shape must hold exactly as many elements as the old one.",
    gradNone:
      "The gradient is None: no backward() has reached this tensor yet, or it is not a leaf. Call backward() first, or retain_grad() on it.",
    numpy: "A tensor that requires grad must be detached first: x.detach().",
    noGradArgument: "The tensor that you differentiate by must have requires_grad=True before it is used.",
    dimension: "That dimension does not exist. Dimensions count from 0; print .shape to see how many there are.",
    name: (name: string) =>
      `${name} is not defined at this point. Check the spelling, and that it is assigned on an earlier line.`,
    importTorch: "Add import torch at the top of the program.",
    fullWidth: (wrong: string, right: string) =>
      `“${wrong}” is a full-width character from a Chinese keyboard. Python needs the half-width ${right}.`,
    neverClosed: "A bracket is opened here and never closed.",
    colon: "A line that opens a block (if, for, while, def, with) ends with a colon.",
    indent: "Python reads blocks by their indentation. Indent the lines of one block equally, with spaces.",
    string: "The text starts with a quotation mark and does not end with one on the same line.",
    syntax: "Python cannot read this line. Look at the marked place and just before it.",
    module: (name: string) => `${name} is not available here. You can import torch and Python's own standard library.`,
    torchAttribute: (name: string) => `${name} does not exist or is not built in here. Check the spelling.`,
    attribute: "This object has nothing of that name. Check the spelling, and what the object is with print(type(…)).",
    timeLimit: "The program took too long and was ended. Look for a loop that does not end, or make it smaller.",
    memory: "The program needed more memory than there is. Use smaller tensors or fewer of them.",
    recursion: "A function calls itself without end. Give it a case where it stops.",
    zeroDivision: "Something is divided by zero here.",
    index: "The index lies outside. Indices count from 0, so the last one is the length minus 1.",
    key: "The dictionary has no such key.",
    input: "A program here cannot ask for input. Write the value into the program.",
  },
};

export type LateStrings = typeof enLate;
