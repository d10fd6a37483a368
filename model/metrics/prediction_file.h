#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace molloquy::metrics {

/// One answer of a model beside the right one.
struct Prediction {
  std::string input;   ///< SMILES or text that was given to the model.
  std::string target;  ///< ground truth.
  std::string output;  ///< what the model wrote; empty when it wrote nothing.
  std::size_t line = 0;
};

/// What a file of predictions holds, and in whole sentences what is unusual about it.
struct PredictionFile {
  std::vector<Prediction> rows;
  std::vector<std::string> remarks;
};

/// The format in which predictions are published: three columns between tabs, a first line with
/// their names, which end in "ground truth" and "output". A row without an output counts as an
/// empty one; columns behind the third are left out; rows without a ground truth are left out. Each
/// of these is told in a remark with its first line. Source: MolT5,
/// predictions/*-smiles2caption.txt and *-caption2smiles.txt. Errors: those of readFile;
/// InvalidInput (another first line, no row), naming the file.
Result<PredictionFile> readPredictions(const std::filesystem::path& path);
Result<PredictionFile> parsePredictions(std::string_view text);

/// Cuts the mark "[CLS] " that decoders of BERT's kind leave in front of an output, and tells it.
void cutBeginMarks(PredictionFile& file);

}  // namespace molloquy::metrics
