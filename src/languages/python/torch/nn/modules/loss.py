"""Losses as modules."""
from .. import functional as F
from .module import Module


class _Loss(Module):
    def __init__(self, size_average=None, reduce=None, reduction="mean"):
        super().__init__()
        self.reduction = F.reduction_of(size_average, reduce, reduction)


def _loss(name, function, doc, *settings, **defaults):
    """A loss class; `defaults` are its settings before `reduction`, in order."""

    def __init__(self, *args, size_average=None, reduce=None, reduction="mean", **kwargs):
        _Loss.__init__(self, size_average, reduce, reduction)
        given = dict(zip(defaults, args), **kwargs)
        for key in given:
            if key not in defaults:
                raise TypeError(f"{name}.__init__() got an unexpected keyword argument '{key}'")
        for key, default in defaults.items():
            value = given.get(key, default)
            if key in ("weight", "pos_weight"):
                self.register_buffer(key, value)
            else:
                object.__setattr__(self, key, value)

    def forward(self, *tensors):
        return getattr(F, function)(*tensors, reduction=self.reduction, **{key: getattr(self, key) for key in defaults})
    return type(name, (_Loss,), {"__init__": __init__, "forward": forward, "__doc__": doc, "__module__": __name__, "__qualname__": name})


MSELoss = _loss("MSELoss", "mse_loss", "Mean squared error.")
L1Loss = _loss("L1Loss", "l1_loss", "Mean absolute error.")
SmoothL1Loss = _loss("SmoothL1Loss", "smooth_l1_loss", "Squared near zero, absolute beyond beta.", beta=1.0)
HuberLoss = _loss("HuberLoss", "huber_loss", "Squared near zero, absolute beyond delta.", delta=1.0)
BCELoss = _loss("BCELoss", "binary_cross_entropy", "Cross entropy of probabilities and targets in [0, 1].", weight=None)
BCEWithLogitsLoss = _loss("BCEWithLogitsLoss", "binary_cross_entropy_with_logits", "Cross entropy of logits.", weight=None, pos_weight=None)
CrossEntropyLoss = _loss("CrossEntropyLoss", "cross_entropy", "Cross entropy of class scores.", weight=None, ignore_index=-100, label_smoothing=0.0)
NLLLoss = _loss("NLLLoss", "nll_loss", "Negative log-likelihood of class log-probabilities.", weight=None, ignore_index=-100)
KLDivLoss = _loss("KLDivLoss", "kl_div", "Kullback–Leibler divergence.", log_target=False)
PoissonNLLLoss = _loss("PoissonNLLLoss", "poisson_nll_loss", "For counts.", log_input=True, full=False, eps=1e-8)
GaussianNLLLoss = _loss("GaussianNLLLoss", "gaussian_nll_loss", "For normal distributions.", full=False, eps=1e-6)
HingeEmbeddingLoss = _loss("HingeEmbeddingLoss", "hinge_embedding_loss", "Distances of alike and unlike pairs.", margin=1.0)
MarginRankingLoss = _loss("MarginRankingLoss", "margin_ranking_loss", "One above the other.", margin=0.0)
SoftMarginLoss = _loss("SoftMarginLoss", "soft_margin_loss", "Logistic loss for targets of −1 and 1.")
CosineEmbeddingLoss = _loss("CosineEmbeddingLoss", "cosine_embedding_loss", "Angles of alike and unlike pairs.", margin=0.0)
TripletMarginLoss = _loss("TripletMarginLoss", "triplet_margin_loss", "An anchor nearer to one than to another.", margin=1.0, p=2.0, eps=1e-6, swap=False)
MultiLabelSoftMarginLoss = _loss("MultiLabelSoftMarginLoss", "multilabel_soft_margin_loss", "Logistic loss of many labels.", weight=None)
MultiMarginLoss = _loss("MultiMarginLoss", "multi_margin_loss", "The right class above the others.", p=1, margin=1.0, weight=None)


MultiLabelMarginLoss = _loss("MultiLabelMarginLoss", "multilabel_margin_loss", "The right classes above the others.")


class TripletMarginWithDistanceLoss(_Loss):
    """TripletMarginLoss by a distance of one's own."""

    def __init__(self, *, distance_function=None, margin=1.0, swap=False, reduction="mean"):
        super().__init__(reduction=reduction)
        if margin <= 0:
            raise ValueError(f"TripletMarginWithDistanceLoss: expected margin to be greater than 0, got {margin} instead")
        self.distance_function = F.pairwise_distance if distance_function is None else distance_function
        self.margin, self.swap = margin, swap

    def forward(self, anchor, positive, negative):
        return F.triplet_margin_with_distance_loss(anchor, positive, negative, distance_function=self.distance_function, margin=self.margin,
                                                   swap=self.swap, reduction=self.reduction)


class CTCLoss(_Loss):
    """−ln of the chance of labels along time."""

    def __init__(self, blank=0, reduction="mean", zero_infinity=False):
        super().__init__(reduction=reduction)
        self.blank, self.zero_infinity = blank, zero_infinity

    def forward(self, log_probs, targets, input_lengths, target_lengths):
        return F.ctc_loss(log_probs, targets, input_lengths, target_lengths, self.blank, self.reduction, self.zero_infinity)


class CosineSimilarity(Module):
    """The cosine of the angle between two tensors along dim."""

    def __init__(self, dim=1, eps=1e-8):
        super().__init__()
        self.dim, self.eps = dim, eps

    def forward(self, x1, x2):
        return F.cosine_similarity(x1, x2, self.dim, self.eps)


class PairwiseDistance(Module):
    """The p-norm of a difference."""

    def __init__(self, p=2.0, eps=1e-6, keepdim=False):
        super().__init__()
        self.norm, self.eps, self.keepdim = p, eps, keepdim

    def forward(self, x1, x2):
        return F.pairwise_distance(x1, x2, self.norm, self.eps, self.keepdim)
