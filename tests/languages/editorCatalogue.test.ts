import { beforeAll, describe, expect, test } from "vitest";
import { opTable } from "#engine/op.ts";
import { createCatalogue } from "#languages/python/editorCatalogue.ts";
import { buildCatalogue } from "#languages/python/editorCatalogueBuild.ts";
import { currentParameter, fittingSignature, parameterName, parametersIn } from "#languages/python/editorSignature.ts";
import { publicName } from "#languages/python/generate.ts";
import { bootPython, type PythonRunner } from "#languages/python/runner.ts";
import { zhHelp } from "#strings/zhHelp.ts";
import { eventSink } from "../fixtures/eventSink.ts";
import { loadHere } from "./bootedPython.ts";

const data = buildCatalogue();
const catalogue = createCatalogue(data);

let python: PythonRunner;
beforeAll(async () => {
  python = await bootPython(loadHere);
}, 120_000);

/** The lines that a program prints. */
function printed(code: string): readonly string[] {
  let text = "";
  python.run(
    { code, record: false },
    eventSink({
      event: (event) => {
        if (event.type === "error") throw new Error(event.text);
        if (event.type === "print") text += event.text;
      },
    }),
  );
  return text.trim().split("\n");
}

/** What PyTorch has and the playground refuses, and what Python files import for themselves. */
const UNTOLD: Readonly<Record<string, string>> = {
  "torch.Tensor": "cdouble cfloat cuda new",
  // PyTorch's second home of functions that are told of in torch.nn.functional
  torch:
    "adaptive_avg_pool1d adaptive_max_pool1d alpha_dropout avg_pool1d batch_norm bilinear channel_shuffle conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d cosine_embedding_loss cosine_similarity embedding group_norm hinge_embedding_loss kl_div layer_norm margin_ranking_loss max_pool1d max_pool2d max_pool3d pairwise_distance pdist pixel_unshuffle poisson_nll_loss rms_norm triplet_margin_loss",
  // Other names of functions that are told of in torch
  "torch.special": "exp2 expit expm1 gammainc gammaincc gammaln log1p round",
  "torch.optim.lr_scheduler": "Counter Optimizer",
  "torch.autograd": "Tensor",
  "torch.Size": "count index",
  "torch.nn.ParameterDict": "clear pop update",
};

describe("the catalogue", () => {
  test("has every op at each of its homes, under each of its names", () => {
    const homes = {
      method: "torch.Tensor",
      torch: "torch",
      F: "torch.nn.functional",
      linalg: "torch.linalg",
      special: "torch.special",
    };
    for (const info of opTable.values())
      for (const home of info.homes)
        for (const name of home === "hidden" ? [] : [info.schema.name, ...info.aliases]) {
          const own = publicName(name, false).replace(new RegExp(`^${home}_`), "");
          if (!own.startsWith("_"))
            expect(catalogue.entry(`${homes[home as keyof typeof homes]}.${own}`)?.name).toBe(own);
        }
  });

  test("has the names that Python has, and no others", () => {
    const homes = Object.keys(data).filter((home) => home.startsWith("torch"));
    // A line of output is cut when it is very long: a name a line.
    const lines = printed(
      `import torch, torch.nn.functional, torch.autograd.functional, torch.func, torch.utils.data\n${homes
        .map(
          (home) =>
            `for n in dir(${home}):\n    if not n.startswith("_") and type(getattr(${home}, n)).__name__ != "module": print("${home}", n)`,
        )
        .join("\n")}`,
    );
    for (const home of homes) {
      const names = lines.filter((line) => line.startsWith(`${home} `)).map((line) => line.slice(home.length + 1));
      const told = new Set([...catalogue.objectMembers(home), ...catalogue.members(home)].map(({ name }) => name));
      const untold = new Set(UNTOLD[home]?.split(" "));
      expect(names.filter((name) => !told.has(name) && !untold.has(name)).map((name) => `${home}.${name}`)).toEqual([]);
      const there = new Set(names);
      const made = catalogue.members(home).filter(({ kind, name }) => kind !== "m" && !there.has(name));
      // `training` is an object's own; the two others come when they are asked for.
      expect(
        made
          .map(({ path }) => path)
          .filter((path) => !/^torch\.(nn\.Module\.training|autograd\.grad(grad)?check)$/.test(path)),
      ).toEqual([]);
    }
  });

  test("shows signatures that Python can read", () => {
    const signatures = Object.values(data).flatMap((rows) =>
      rows.flatMap(([, , text]) => (text === "" ? [] : text.split("\n"))),
    );
    expect(signatures.length).toBeGreaterThan(800);
    const unique = [...new Set(signatures)];
    // A parameter may be called `from` in PyTorch, which Python would not take.
    const heads = unique.map((signature) => `def f${signature.replace(/\bfrom=/, "from_=")}: pass`);
    expect(printed(`e = 2.718281828459045\ninf = float("inf")\n${heads.join("\n")}\nprint("read")`)).toEqual(["read"]);
  });

  test("says in a line what the names of the first lessons do", () => {
    for (const [path, wanted] of [
      ["torch.zeros", "(*size, dtype=None, device=None, requires_grad=False)"],
      ["torch.Tensor.item", "()"],
      ["torch.Tensor.relu_", "()"],
      ["torch.nn.Linear", "(in_features, out_features, bias=True, device=None, dtype=None)"],
      [
        "torch.nn.Conv2d",
        '(in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode="zeros", device=None, dtype=None)',
      ],
      ["torch.nn.LeakyReLU", "(negative_slope=0.01, inplace=False)"],
      ["torch.optim.lr_scheduler.StepLR", "(optimizer, step_size, gamma=0.1, last_epoch=-1)"],
    ] as const) {
      expect(catalogue.entry(path)?.signatures).toEqual([wanted]);
      expect(catalogue.entry(path)?.doc).toMatch(/\.$/);
    }
    expect(catalogue.entry("torch.max")?.signatures).toHaveLength(3);
    expect(catalogue.entry("torch.Tensor.shape")).toMatchObject({ kind: "p", signatures: [] });
    expect(catalogue.entry("torch.constructor")).toBeUndefined();
    expect(catalogue.members("__proto__")).toEqual([]);
  });

  test("knows every name that is explained in Chinese", () => {
    expect(Object.keys(zhHelp).filter((path) => !catalogue.entry(path))).toEqual([]);
    expect(Object.values(zhHelp).filter((line) => !/[。？]$/.test(line))).toEqual([]);
  });
});

describe("signatures", () => {
  test("are taken apart at their own commas", () => {
    expect(parametersIn("(params, betas=(0.9, 0.999), *args, **options)").map(parameterName)).toEqual([
      "params",
      "betas",
      "args",
      "options",
    ]);
  });

  test.each([
    ["(a, b=1)", 1, undefined, 1],
    ["(a, b=1)", 2, undefined, -1],
    ["(a, *, b=1)", 1, undefined, -1],
    ["(a, *, b=1)", 1, "b", 2],
    ["(*size, dtype=None)", 4, undefined, 0],
    ["(a, **options)", 1, "lr", 1],
    ["()", 0, undefined, -1],
  ])("the parameter of %s at argument %i, keyword %s", (signature, index, keyword, expected) => {
    expect(currentParameter(signature, { index, keyword, keywords: [], positional: index })).toBe(expected);
  });

  test("the overload is the one that the arguments fit", () => {
    const max = ["(input)", "(input, dim, keepdim=False)", "(input, other)"];
    const at = (index: number, keywords: readonly string[] = []) =>
      fittingSignature(max, { index, keyword: undefined, keywords, positional: index });
    expect(at(0)).toBe("(input)");
    expect(at(1)).toBe("(input, dim, keepdim=False)");
    expect(at(1, ["other"])).toBe("(input, other)");
    expect(at(9)).toBe("(input)");
  });
});
