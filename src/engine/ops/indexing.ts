import type { Tensor } from "../tensor.ts";
export type IndexItem = { kind: "int"; value: number } | { kind: "slice"; start: number | null; stop: number | null; step: number | null } | { kind: "none" } | { kind: "ellipsis" } | { kind: "bool"; value: boolean } | { kind: "tensor"; tensor: Tensor };
export function getItem(t: Tensor, _index: readonly IndexItem[]): Tensor { return t; }
export function setItem(_t: Tensor, _index: readonly IndexItem[], _value: Tensor): void {}
