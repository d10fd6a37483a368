#pragma once

#include "model/evaluation/measured_answers.h"
#include "model/session/retrieval_session.h"

namespace molloquy::evaluation {

/// Whether the matching head re-orders what the cosine found.
enum class Reranking { None, InBatch, Everything };

struct RetrievalOptions {
  std::size_t batch = 64;       ///< pairs that are compared with each other in-batch.
  std::size_t candidates = 64;  ///< of the full set that are re-ranked; MolCA takes 128.
  Reranking reranking = Reranking::Everything;
  std::uint64_t seed = 1;  ///< of the batches' order.
};

/// Work of a retrieval run, for progress.
enum class RetrievalStep { Structures, Texts, FullSet, Matching };
using OnRetrievalStep = std::function<void(RetrievalStep step, std::size_t done, std::size_t all)>;

/// Finds every structure's text and every text's structure.
///
/// structures  one for each question; its text is the reference.
/// Figures: groups "in_batch", "in_batch_reranked", "full", "full_reranked", names "m2t_accuracy",
/// "m2t_r20", "t2m_accuracy", "t2m_r20", as fractions. The quality of a row is the better of its
/// two places in the full set, with a minus. Further: sizes, and how many rows stood in a batch of
/// at most 20, where R@20 is 1 by construction. Source: 3d-molm.md 5.5. Errors: those of
/// RetrievalSession; InvalidInput ("Measuring was stopped.").
Result<MeasuredAnswers> measureRetrieval(session::RetrievalSession& model,
                                         std::span<const Question> questions,
                                         std::span<const session::SeenStructure> structures,
                                         const RetrievalOptions& options,
                                         const OnRetrievalStep& progress,
                                         const std::stop_token& stop);

}  // namespace molloquy::evaluation
