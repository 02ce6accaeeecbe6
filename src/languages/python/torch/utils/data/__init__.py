"""torch.utils.data: data sets, samplers and the loader, drawing random numbers in PyTorch's order."""
from .dataset import ChainDataset, ConcatDataset, Dataset, IterableDataset, StackDataset, Subset, TensorDataset, random_split
from .sampler import BatchSampler, RandomSampler, Sampler, SequentialSampler, SubsetRandomSampler, WeightedRandomSampler
from .dataloader import DataLoader, default_collate, default_convert, get_worker_info
