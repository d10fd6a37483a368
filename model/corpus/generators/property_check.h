#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "model/corpus/corpus_file.h"
#include "model/corpus/generators/questions.h"

namespace molloquy::corpus {

/// A structure whose computed number is not the table's.
struct Disagreement {
  std::size_t line = 0;
  std::string smiles;
  double expected = 0;
  double computed = 0;
};

/// One property of a table compared.
struct PropertyAgreement {
  Property property{};
  std::string column;
  std::size_t compared = 0;
  std::size_t agreeing = 0;  ///< within what the table's printed digits leave open.
  double meanAbsoluteError = 0;
  std::vector<Disagreement> worst;  ///< at most kWorst, the largest first.
};
constexpr std::size_t kWorst = 10;

struct PropertyCheck {
  std::vector<PropertyAgreement> properties;  ///< one for every column that is known.
};

/// Computes what withPropertyQuestions answers for every row of a tab-separated (or .csv) table
/// with a "smiles" column, and compares with the columns it has of: molecular_weight, logp, tpsa,
/// complexity, and the same with "pubchem_" before. Empty cells and "nan" are passed over; rows
/// that cannot be read are told.
/// Agreement: complexity within 0.51 % or 0.06, TPSA within 0.6 % or 0.6 (PubChem prints three
/// digits), molecular weight within 0.02 g/mol, LogP within 0.01.
/// Errors: those of TextInput::open; InvalidInput (no such columns, listing those that would do).
Result<PropertyCheck> checkProperties(const std::filesystem::path& table,
                                      const OnRejection& onRejection, const std::stop_token& stop);

}  // namespace molloquy::corpus
