/** The words of a program as plain text: matplotlib's `$\\alpha$` becomes α. */
const greek = Object.fromEntries(
  "alpha:α beta:β gamma:γ delta:δ epsilon:ε varepsilon:ε zeta:ζ eta:η theta:θ iota:ι kappa:κ lambda:λ mu:μ nu:ν xi:ξ pi:π rho:ρ sigma:σ tau:τ phi:φ varphi:φ chi:χ psi:ψ omega:ω Gamma:Γ Delta:Δ Theta:Θ Lambda:Λ Xi:Ξ Pi:Π Sigma:Σ Phi:Φ Psi:Ψ Omega:Ω nabla:∇ partial:∂ infty:∞ times:× cdot:· pm:± leq:≤ geq:≥ neq:≠ approx:≈ to:→ rightarrow:→ sum:Σ sqrt:√ in:∈ ldots:… dots:…"
    .split(" ")
    .map((pair) => pair.split(":")),
) as Readonly<Record<string, string>>;

const digits = { "^": "⁰¹²³⁴⁵⁶⁷⁸⁹", _: "₀₁₂₃₄₅₆₇₈₉" } as const;

/** Formulas between dollar signs are written with signs as far as that goes. */
export function labelText(text: string): string {
  return text.replace(/\$([^$]*)\$/g, (_, formula: string) =>
    formula
      .replace(/\\(?:mathcal|mathrm|mathbf|text|hat|bar|left|right)(?![a-zA-Z])/g, "")
      .replace(/\\([a-zA-Z]+) ?/g, (whole, name: string) => greek[name] ?? whole)
      .replace(/([\^_])\{?(\d+)\}?/g, (_whole, kind: "^" | "_", number: string) =>
        [...number].map((digit) => digits[kind][Number(digit)] ?? digit).join(""),
      )
      .replace(/[{}]/g, "")
      .replace(/-/g, "−"),
  );
}
