"""L-BFGS: a quasi-Newton method with limited memory."""
import torch
from .optimizer import Optimizer, check, check_lr
from ._line_search import strong_wolfe


class LBFGS(Optimizer):
    """Directions from the last few changes of the gradient; needs a closure that computes the loss anew."""

    def __init__(self, params, lr=1, max_iter=20, max_eval=None, tolerance_grad=1e-7, tolerance_change=1e-9, history_size=100, line_search_fn=None):
        check_lr(lr)
        max_eval = max_iter * 5 // 4 if max_eval is None else max_eval
        super().__init__(params, {"lr": lr, "max_iter": max_iter, "max_eval": max_eval, "tolerance_grad": tolerance_grad,
                                  "tolerance_change": tolerance_change, "history_size": history_size, "line_search_fn": line_search_fn})
        check(len(self.param_groups) == 1, "LBFGS doesn't support per-parameter options (parameter groups)")
        if line_search_fn not in (None, "strong_wolfe"):
            raise RuntimeError("only 'strong_wolfe' is supported")
        self._params = self.param_groups[0]["params"]

    def _gradient(self):
        return torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).reshape(-1) for p in self._params])

    def _move(self, t, direction):
        at = 0
        for p in self._params:
            p.add_(direction[at:at + p.numel()].view_as(p), alpha=t)
            at += p.numel()

    def _at(self, closure, start, t, direction):
        """Loss and gradient at start + t · direction; the parameters are put back."""
        self._move(t, direction)
        loss, gradient = float(closure()), self._gradient()
        for p, old in zip(self._params, start):
            p.copy_(old)
        return loss, gradient

    @staticmethod
    def _direction(gradient, olds, steps, curvatures, scale):
        """The two-loop recursion: −H g without the matrix H."""
        q, weights = gradient.neg(), [0.0] * len(olds)
        for i in range(len(olds) - 1, -1, -1):
            weights[i] = steps[i].dot(q) * curvatures[i]
            q.add_(olds[i], alpha=-weights[i].item())
        r = torch.mul(q, scale)
        for i in range(len(olds)):
            r.add_(steps[i], alpha=(weights[i] - olds[i].dot(r) * curvatures[i]).item())
        return r

    def step(self, closure):
        """Up to max_iter iterations; returns the loss before them."""
        with torch.no_grad():
            return self._step(torch.enable_grad()(closure))

    def _step(self, closure):
        self._steps_taken += 1
        group = self.param_groups[0]
        lr, change = group["lr"], group["tolerance_change"]
        state = self.state[self._params[0]]
        state.setdefault("func_evals", 0)
        state.setdefault("n_iter", 0)
        first = closure()
        loss, evaluations = float(first), 1
        state["func_evals"] += 1
        gradient = self._gradient()
        if gradient.abs().max() <= group["tolerance_grad"]:
            return first
        d, t = state.get("d"), state.get("t")
        olds, steps, curvatures = (state.setdefault(k, []) for k in ("old_dirs", "old_stps", "ro"))
        scale, before, loss_before = state.get("H_diag"), state.get("prev_flat_grad"), state.get("prev_loss")
        iterations = 0
        while iterations < group["max_iter"]:
            iterations += 1
            state["n_iter"] += 1
            if state["n_iter"] == 1:
                d, scale = gradient.neg(), 1
                for kept in (olds, steps, curvatures):
                    kept.clear()
            else:
                y, s = gradient.sub(before), d.mul(t)
                ys = y.dot(s)
                if ys > 1e-10:
                    if len(olds) == group["history_size"]:
                        for kept in (olds, steps, curvatures):
                            kept.pop(0)
                    olds.append(y)
                    steps.append(s)
                    curvatures.append(1.0 / ys)
                    scale = ys / y.dot(y)
                d = self._direction(gradient, olds, steps, curvatures, scale)
            before, loss_before = gradient.clone(), loss
            t = min(1.0, 1.0 / gradient.abs().sum()) * lr if state["n_iter"] == 1 else lr
            t = float(t)
            slope = gradient.dot(d)
            if slope > -change:
                break
            spent = 0
            if group["line_search_fn"] == "strong_wolfe":
                start = [p.clone() for p in self._params]
                loss, gradient, t, spent = strong_wolfe(lambda x, at, along: self._at(closure, x, at, along), start, t, d, loss, gradient, slope)
                self._move(t, d)
                small = gradient.abs().max() <= group["tolerance_grad"]
            else:
                self._move(t, d)
                small = False
                if iterations != group["max_iter"]:
                    with torch.enable_grad():
                        loss = float(closure())
                    gradient = self._gradient()
                    small = gradient.abs().max() <= group["tolerance_grad"]
                    spent = 1
            evaluations += spent
            state["func_evals"] += spent
            if iterations == group["max_iter"] or evaluations >= group["max_eval"] or small:
                break
            if d.mul(t).abs().max() <= change or abs(loss - loss_before) < change:
                break
        state.update(d=d, t=t, old_dirs=olds, old_stps=steps, ro=curvatures, H_diag=scale, prev_flat_grad=before, prev_loss=loss_before)
        return first
