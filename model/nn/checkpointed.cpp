#include "model/nn/checkpointed.h"

#include <torch/torch.h>

#include <algorithm>
#include <iterator>
#include <mutex>

#include "model/nn/torch_compat.h"

namespace molloquy::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// The default random numbers of the processor and, where work is done elsewhere, of that device.
class RandomState {
 public:
  explicit RandomState(at::Device device) : m_device(device) {
    m_processor = stateOf(at::kCPU);
    if (!m_device.is_cpu()) m_accelerator = stateOf(m_device);
  }

  void restore() const {
    setState(at::kCPU, m_processor);
    if (!m_device.is_cpu()) setState(m_device, m_accelerator);
  }

 private:
  static at::Generator generatorOf(at::Device device) {
    return at::globalContext().defaultGenerator(device);
  }
  static at::Tensor stateOf(at::Device device) {
    at::Generator generator = generatorOf(device);
    const std::lock_guard lock(generator.mutex());
    return generator.get_state();
  }
  static void setState(at::Device device, const at::Tensor& state) {
    at::Generator generator = generatorOf(device);
    const std::lock_guard lock(generator.mutex());
    generator.set_state(state);
  }

  at::Device m_device;
  at::Tensor m_processor;
  at::Tensor m_accelerator;
};

/// What the second run needs besides the tensors.
struct Surroundings : torch::CustomClassHolder {
  Surroundings(TensorFunction work, torch::nn::Module& module, at::Device at)
      : function(std::move(work)),
        owner(&module),
        device(at),
        training(module.is_training()),
        random(at),
        autocast(AutocastSettings::current(at.type())) {}

  TensorFunction function;
  torch::nn::Module* owner;
  at::Device device;
  bool training;
  RandomState random;
  AutocastSettings autocast;
};

/// Copies that a graph of their own can start from.
variable_list detached(at::ArrayRef<at::Tensor> tensors) {
  variable_list copies;
  for (const at::Tensor& tensor : tensors) {
    copies.push_back(tensor.detach().set_requires_grad(tensor.requires_grad()));
  }
  return copies;
}

/// The function once more, with its graph, as it ran the first time.
variable_list runAgain(const Surroundings& first, const variable_list& inputs) {
  TORCH_CHECK(first.owner->is_training() == first.training,
              "checkpointed: training mode changed between the forward and the backward pass");
  const RandomState now(first.device);
  first.random.restore();
  variable_list outputs;
  {
    const at::AutoGradMode gradients(true);
    const AutocastScope autocast(first.device.type(), first.autocast);
    outputs = first.function(inputs);
  }
  now.restore();
  return outputs;
}

/// Those that are there; libtorch's custom functions take no undefined tensors.
variable_list present(const std::vector<at::Tensor>& inputs) {
  variable_list found;
  std::copy_if(inputs.begin(), inputs.end(), std::back_inserter(found),
               [](const at::Tensor& input) { return input.defined(); });
  return found;
}

/// The function of `inputs` as one of those that are there.
TensorFunction ofPresent(const std::vector<at::Tensor>& inputs, const TensorFunction& function) {
  std::vector<bool> given;
  for (const at::Tensor& input : inputs) given.push_back(input.defined());
  return [given, function](const std::vector<at::Tensor>& found) {
    std::vector<at::Tensor> all(given.size());
    for (std::size_t i = 0, next = 0; i < given.size(); ++i) {
      if (given[i]) all[i] = found[next++];
    }
    return function(all);
  };
}

class Recomputed : public torch::autograd::Function<Recomputed> {
 public:
  static variable_list forward(AutogradContext* context,
                               const c10::intrusive_ptr<Surroundings>& surroundings,
                               at::TensorList inputs, at::TensorList parameters) {
    variable_list kept = inputs.vec();
    kept.insert(kept.end(), parameters.begin(), parameters.end());
    context->save_for_backward(std::move(kept));
    context->saved_data["surroundings"] = c10::IValue::make_capsule(surroundings);
    context->saved_data["inputs"] = static_cast<int64_t>(inputs.size());
    context->set_materialize_grads(false);
    const AutocastScope autocast(surroundings->device.type(), surroundings->autocast);
    return surroundings->function(inputs.vec());
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto surroundings = c10::static_intrusive_pointer_cast<Surroundings>(
        context->saved_data["surroundings"].toCapsule());
    const auto count = static_cast<std::size_t>(context->saved_data["inputs"].toInt());
    const variable_list kept = context->get_saved_variables();
    const variable_list inputs = detached(at::ArrayRef<at::Tensor>(kept).slice(0, count));
    const variable_list outputs = runAgain(*surroundings, inputs);

    // 1. What the gradient comes from, and what it is asked of.
    variable_list reached;
    variable_list arriving;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      if (!gradients[i].defined() || !outputs[i].defined() || !outputs[i].requires_grad()) continue;
      reached.push_back(outputs[i]);
      arriving.push_back(gradients[i]);
    }
    variable_list asked;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const at::Tensor& leaf = i < count ? inputs[i] : kept[i];
      if (!leaf.requires_grad()) continue;
      asked.push_back(leaf);
      places.push_back(i);
    }
    // 2. One place for `surroundings`, then one for each input and parameter.
    variable_list result(1 + kept.size());
    if (reached.empty() || asked.empty()) return result;
    const variable_list found =
        torch::autograd::grad(reached, asked, arriving, /*retain_graph=*/false,
                              /*create_graph=*/false, /*allow_unused=*/true);
    for (std::size_t i = 0; i < places.size(); ++i) result[1 + places[i]] = found[i];
    return result;
  }
};

}  // namespace

std::vector<at::Tensor> checkpointed(Activations activations, torch::nn::Module& owner,
                                     const std::vector<at::Tensor>& inputs,
                                     const TensorFunction& function) {
  if (activations == Activations::Keep || !at::GradMode::is_enabled()) return function(inputs);
  variable_list parameters;
  for (const at::Tensor& parameter : owner.parameters()) {
    if (parameter.requires_grad()) parameters.push_back(parameter);
  }
  const variable_list found = present(inputs);
  bool needed = !parameters.empty();
  at::Device device = parameters.empty() ? at::Device(at::kCPU) : parameters.front().device();
  for (const at::Tensor& input : found) {
    needed = needed || input.requires_grad();
    if (!input.device().is_cpu()) device = input.device();
  }
  if (!needed) return function(inputs);
  // Only as TensorList, not as vectors, do libtorch's custom functions see the tensors in them.
  return Recomputed::apply(
      c10::make_intrusive<Surroundings>(ofPresent(inputs, function), owner, device),
      at::TensorList(found), at::TensorList(parameters));
}

}  // namespace molloquy::nn
