#pragma once

#include <torch/nn/module.h>

#include <functional>
#include <vector>

#include "model/nn/activations.h"

namespace molloquy::nn {

/// A part of a network as a function of tensors. It may be called twice, the second time long after
/// the first, so what it captures it captures by value.
using TensorFunction = std::function<std::vector<at::Tensor>(const std::vector<at::Tensor>&)>;

/// function(inputs), where the gradient can reach every input and every parameter of `owner`.
///
/// inputs      what the function reads and gradients may pass through; undefined ones are allowed.
/// owner       holds all parameters that the function reads.
/// activations Recompute: nothing inside is kept. The gradient runs the function again, under the
///             same autocast and from the same state of the device's random numbers, so that its
///             results are the first ones to the bit. Without gradients to come the function simply
///             runs. Calls may be nested.
/// Precondition: between the two runs neither parameters nor inputs are written to and the owner's
/// training mode stays (TORCH_CHECK).
/// Source: Training Deep Nets with Sublinear Memory Cost (Chen et al., 2016), section 4.
std::vector<at::Tensor> checkpointed(Activations activations, torch::nn::Module& owner,
                                     const std::vector<at::Tensor>& inputs,
                                     const TensorFunction& function);

}  // namespace molloquy::nn
