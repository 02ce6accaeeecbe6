import { describe } from "vitest";
import { checkAll, differentiable, isElementwise, isPart } from "./suite.ts";

describe("gradients of element-wise ops agree with finite differences, first and second order", () => {
  checkAll(differentiable.filter((info) => isElementwise(info) && !isPart(info)));
});
