#pragma once

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "model/prepare/prepare.h"
#include "model/recipes/prepared_dataset.h"
#include "tests/model/prepare/golden_plan.h"

/// Corpora of a few small molecules in a temporary folder.
class PrepareFixture {
 public:
  [[nodiscard]] std::filesystem::path folder() const { return m_folder.path().toStdString(); }

  /// Writes lines into a corpus file of that name and returns its path.
  std::string write(const std::string& name, const std::vector<std::string>& lines) const {
    const std::filesystem::path path = folder() / name;
    std::ofstream file(path);
    for (const std::string& line : lines) file << line << "\n";
    return path.string();
  }

  /// "smiles" with a caption; a split where it is given.
  static std::string line(const std::string& smiles, const std::string& split = {}) {
    const nlohmann::json pair = {
        {"task", "Caption"}, {"instruction", "Describe it."}, {"answer", "Its name is " + smiles}};
    nlohmann::json object = {
        {"smiles", smiles}, {"source", "own"}, {"pairs", nlohmann::json::array({pair})}};
    if (!split.empty()) object["split"] = split;
    return object.dump();
  }

  static std::vector<std::string> smallMolecules() {
    return {"CCO", "CC(C)O", "c1ccccc1", "CC#N",     "CC(=O)C", "C1CCCCC1",
            "CCN", "CCS",    "CCCl",     "c1ccncc1", "OCCO",    "CC=C"};
  }

  /// Prepares into the folder and reads what was made.
  molloquy::recipes::PreparedDataset prepared(const molloquy::prepare::Plan& plan,
                                              const molloquy::prepare::Options& options = {}) {
    const std::filesystem::path path = folder() / "prepared.safetensors";
    const auto made = molloquy::prepare::prepareFile(plan, path, "key", options);
    if (!made) qFatal("%s", made.error().toString().c_str());
    summary = *made;
    return molloquy::recipes::PreparedDataset::read(path).value();
  }

  molloquy::prepare::Summary summary;

 private:
  QTemporaryDir m_folder;
};
