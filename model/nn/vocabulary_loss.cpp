#include "model/nn/vocabulary_loss.h"

#include <torch/torch.h>

#include <algorithm>

#include "model/nn/torch_compat.h"

namespace molloquy::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using OptionalTensor = c10::optional<at::Tensor>;

enum class Wanted { Loss, LossAndGradients };

/// Loss and gradients of all rows, in pieces.
class Pieces {
 public:
  Pieces(const at::Tensor& rows, const at::Tensor& weight, const at::Tensor& bias,
         const at::Tensor& targets, const VocabularyLossOptions& options, Wanted what)
      : m_options(options), m_what(what), m_targets(targets) {
    const AutocastSettings autocast = AutocastSettings::current(rows.device().type());
    const at::ScalarType type = autocast.enabled ? autocast.type : weight.scalar_type();
    m_rows = rows.to(type);
    m_weight = weight.to(type);
    if (bias.defined()) m_bias = bias.to(type);
    m_wide = type == at::kDouble ? at::kDouble : at::kFloat;
    m_counts = targets.ne(kNotLearnt).to(m_wide);
    m_total = m_counts.sum().clamp_min(1.0);
    const auto numbers = rows.options().dtype(m_wide);
    m_loss = at::zeros({}, numbers);
    if (what == Wanted::Loss) return;
    if (rows.requires_grad()) m_rowGradient = at::empty_like(m_rows);
    if (weight.requires_grad()) m_weightGradient = at::zeros(weight.sizes(), numbers);
    if (bias.defined() && bias.requires_grad()) m_biasGradient = at::zeros(bias.sizes(), numbers);
  }

  void run() {
    const int64_t step = std::max<int64_t>(1, m_options.scoresAtATime / m_weight.size(0));
    for (int64_t begin = 0; begin < m_rows.size(0); begin += step) {
      add(begin, std::min(step, m_rows.size(0) - begin));
    }
  }

  [[nodiscard]] at::Tensor loss() const { return m_loss / m_total; }
  [[nodiscard]] variable_list gradients() const {
    return {m_rowGradient, m_weightGradient, m_biasGradient};
  }

 private:
  void add(int64_t begin, int64_t count) {
    const at::Tensor rows = m_rows.narrow(0, begin, count);
    const at::Tensor counts = m_counts.narrow(0, begin, count);
    const at::Tensor picks = m_targets.narrow(0, begin, count).clamp_min(0).unsqueeze(1);  // [c, 1]
    at::Tensor scores = at::linear(rows, m_weight, m_bias).to(m_wide);                     // [c, V]
    const at::Tensor norm = scores.logsumexp(1);
    at::Tensor wanted = scores.gather(1, picks).squeeze(1) * (1.0 - m_options.smoothing);
    if (m_options.smoothing > 0.0) wanted = wanted + scores.mean(1) * m_options.smoothing;
    m_loss += ((norm - wanted) * counts).sum();
    if (m_what == Wanted::Loss) return;

    // d loss / d scores = softmax - what is wanted, over the number of rows that count.
    at::Tensor slope = scores.sub_(norm.unsqueeze(1)).exp_();
    if (m_options.smoothing > 0.0)
      slope.sub_(m_options.smoothing / static_cast<double>(slope.size(1)));
    slope.scatter_add_(1, picks,
                       at::full_like(picks, -(1.0 - m_options.smoothing), slope.options()));
    slope.mul_((counts / m_total).unsqueeze(1));
    if (m_biasGradient.defined()) m_biasGradient += slope.sum(0);
    slope = slope.to(m_rows.scalar_type());
    if (m_rowGradient.defined()) {
      at::Tensor place = m_rowGradient.narrow(0, begin, count);
      at::mm_out(place, slope, m_weight);
    }
    if (!m_weightGradient.defined()) return;
    if (m_wide == slope.scalar_type()) {
      m_weightGradient.addmm_(slope.t(), rows);
    } else {
      m_weightGradient += at::mm(slope.t(), rows);
    }
  }

  VocabularyLossOptions m_options;
  Wanted m_what;
  at::Tensor m_rows;
  at::Tensor m_weight;
  at::Tensor m_bias;
  at::Tensor m_targets;
  at::ScalarType m_wide = at::kFloat;
  at::Tensor m_counts;  ///< [M] 1 = learnt
  at::Tensor m_total;
  at::Tensor m_loss;
  at::Tensor m_rowGradient;  ///< undefined where nobody asks
  at::Tensor m_weightGradient;
  at::Tensor m_biasGradient;
};

class VocabularyLoss : public torch::autograd::Function<VocabularyLoss> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& rows,
                            const at::Tensor& weight, const OptionalTensor& given,
                            const at::Tensor& targets, const VocabularyLossOptions& options) {
    const at::Tensor bias = given.value_or(at::Tensor());
    Pieces pieces(rows, weight, bias, targets, options, Wanted::LossAndGradients);
    pieces.run();
    // Nobody outside sees these, so they need no watching by autograd.
    static constexpr std::array<const char*, 3> kNames = {"rows", "weight", "bias"};
    const variable_list gradients = pieces.gradients();
    const std::array<at::Tensor, 3> owners = {rows, weight, bias};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      if (!gradients[i].defined()) continue;
      context->saved_data[kNames[i]] = gradients[i].to(owners[i].scalar_type());
    }
    return pieces.loss();
  }

  static variable_list backward(AutogradContext* context, const variable_list& arriving) {
    const auto scaled = [&](const char* name) {
      const auto found = context->saved_data.find(name);
      if (found == context->saved_data.end()) return at::Tensor();
      const at::Tensor gradient = found->second.toTensor();
      return gradient * arriving[0].to(gradient.scalar_type());
    };
    return {scaled("rows"), scaled("weight"), scaled("bias"), at::Tensor(), at::Tensor()};
  }
};

}  // namespace

at::Tensor vocabularyLoss(const at::Tensor& rows, const at::Tensor& weight, const at::Tensor& bias,
                          const at::Tensor& targets, const VocabularyLossOptions& options) {
  TORCH_CHECK(rows.dim() == 2 && weight.dim() == 2 && rows.size(1) == weight.size(1) &&
                  targets.dim() == 1 && targets.size(0) == rows.size(0),
              "vocabularyLoss: got rows ", rows.sizes(), ", weight ", weight.sizes(),
              " and targets ", targets.sizes());
  const bool asked =
      rows.requires_grad() || weight.requires_grad() || (bias.defined() && bias.requires_grad());
  if (at::GradMode::is_enabled() && asked) {
    // libtorch takes no undefined tensor here, but an absent one.
    const OptionalTensor given = bias.defined() ? OptionalTensor(bias) : OptionalTensor();
    return VocabularyLoss::apply(rows, weight, given, targets, options);
  }
  Pieces pieces(rows, weight, bias, targets, options, Wanted::Loss);
  pieces.run();
  return pieces.loss();
}

}  // namespace molloquy::nn
