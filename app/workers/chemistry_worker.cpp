#include "app/workers/chemistry_worker.h"

#include <exception>
#include <utility>

#include "model/align/phrase_aligner.h"
#include "model/base/program_paths.h"
#include "model/chem/edit/apply.h"
#include "model/chem/layout.h"
#include "model/chem/selection_queries.h"
#include "model/chem/structure_writer.h"
#include "model/facts/summary.h"
#include "widgets/depiction/structure_painting.h"

namespace molloquy::app {
namespace {

/// The record with the other atoms taken away, hydrogens as they are.
Result<chem::WrittenRecord> onlyAtoms(chem::WrittenRecord record,
                                      const std::vector<AtomIndex>& atoms) {
  if (atoms.empty() || record.conformers.empty()) return record;
  chem::edit::RemoveAtoms others{chem::inverted(*record.molecule, atoms),
                                 chem::edit::Hydrogens::Keep};
  if (others.atoms.empty()) return record;
  auto part = chem::edit::apply(*record.molecule, record.conformers.front(), others);
  if (!part) return tl::unexpected(part.error());
  record.molecule = part->molecule;
  record.conformers = {*part->conformer};
  record.viewJson.clear();
  return record;
}

}  // namespace

ChemistryWorker::ChemistryWorker() { setObjectName("chemistry worker"); }

template <class Work>
void ChemistryWorker::guarded(RequestId id, Work work) {
  try {
    if (Result<void> done = work(); !done) Q_EMIT failed({id, done.error()});
  } catch (const std::exception& exception) {
    Q_EMIT failed({id, Error(ErrorCode::Internal, exception.what()).within("chemistry")});
  }
}

void ChemistryWorker::read(const ReadRequest& request) {
  guarded(request.id, [&]() -> Result<void> {
    const auto progress = [&](const chem::ReadProgress& at) {
      Q_EMIT readProgressed(
          {request.id, at.share, static_cast<int>(at.firstFresh + at.fresh.size())});
    };
    Result<chem::StructureFile> file =
        std::holds_alternative<std::filesystem::path>(request.source)
            ? chem::readStructureFile(std::get<std::filesystem::path>(request.source), request.stop,
                                      progress)
            : [&] {
                const std::string& text = std::get<std::string>(request.source);
                const chem::FileFormat format = chem::sniffFormat(text);
                return chem::readStructureText(
                    text, format,
                    format == chem::FileFormat::Smiles ? "SMILES" : "pasted structure",
                    request.stop);
              }();
    if (!file) return tl::unexpected(file.error());
    StructuresRead read{request.id, {}, {}};
    for (const chem::StructureRecord& record : file->records) {
      const facts::Summary summary = facts::summarize(*record.molecule);
      read.summaries.push_back({QString::fromStdString(summary.formula), summary.averageMass});
    }
    read.file = std::make_shared<const chem::StructureFile>(std::move(*file));
    Q_EMIT structuresRead(read);
    return {};
  });
}

void ChemistryWorker::prepare(const PrepareRequest& request) {
  guarded(request.id, [&]() -> Result<void> {
    const chem::StructureRecord& record =
        request.file->records.at(static_cast<std::size_t>(request.record));
    StructurePrepared prepared{request.id, request.file, request.record, {}, {}};
    for (chem::Conformer& conformer : chem::conformersOf(record)) {
      prepared.conformers.push_back(std::make_shared<const chem::Conformer>(std::move(conformer)));
    }
    if (prepared.conformers.empty()) {
      auto embedded = chem::embedConformers(*record.molecule, {}, request.stop);
      if (!embedded) return tl::unexpected(embedded.error());
      for (chem::Conformer& conformer : *embedded) {
        prepared.conformers.push_back(
            std::make_shared<const chem::Conformer>(std::move(conformer)));
      }
    }
    // Structures that are too large for it are looked at all the same.
    if (auto smiles = chem::canonicalSmiles(*record.molecule)) {
      prepared.canonicalSmiles = std::move(*smiles);
    }
    Q_EMIT structurePrepared(prepared);
    return {};
  });
}

void ChemistryWorker::write(const WriteRequest& request) {
  guarded(request.id, [&]() -> Result<void> {
    Result<chem::WrittenRecord> record = onlyAtoms(request.record, request.atoms);
    if (!record) return tl::unexpected(record.error());
    StructureWritten written{request.id, {}, {}};
    const std::vector<chem::WrittenRecord> records{std::move(*record)};
    if (const auto* path = std::get_if<std::filesystem::path>(&request.to)) {
      if (auto done = chem::writeStructureFile(*path, records); !done) {
        return tl::unexpected(done.error());
      }
      if (const auto format = chem::formatOfPath(*path)) {
        for (const std::string& loss : chem::lossesOf(records, *format)) {
          written.losses << QString::fromStdString(loss);
        }
      }
    } else {
      auto text = chem::writeStructure(records, std::get<chem::FileFormat>(request.to));
      if (!text) return tl::unexpected(text.error());
      written.text = QString::fromStdString(*text);
    }
    Q_EMIT structureWritten(written);
    return {};
  });
}

void ChemistryWorker::computeFacts(const FactsRequest& request) {
  guarded(request.id, [&]() -> Result<void> {
    auto facts = facts::computeFacts(*request.molecule);
    if (!facts) return tl::unexpected(facts.error());
    Q_EMIT factsReady({request.id, std::move(*facts)});
    return {};
  });
}

void ChemistryWorker::depict(const DepictionRequest& request) {
  guarded(request.id, [&]() -> Result<void> {
    auto depiction = chem::depict(*request.molecule, request.style);
    if (!depiction) return tl::unexpected(depiction.error());
    Q_EMIT depictionReady(
        {request.id, std::make_shared<const chem::Depiction>(std::move(*depiction))});
    return {};
  });
}

void ChemistryWorker::drawThumbnail(const ThumbnailRequest& request) {
  if (request.stop.stop_requested()) {
    Q_EMIT failed({request.id, Error(ErrorCode::InvalidInput, "It is not wanted any more.")});
    return;
  }
  guarded(request.id, [&]() -> Result<void> {
    std::shared_ptr<const chem::Molecule> molecule = request.molecule;
    if (!molecule) {
      const auto read = chem::parseSmiles(request.smiles);
      if (!read) return tl::unexpected(read.error());
      molecule = read->molecule;
    }
    const auto layout = chem::layout(*molecule);
    if (!layout) return tl::unexpected(layout.error());
    Q_EMIT thumbnailReady(
        {request.id, widgets::structureThumbnail(*molecule, *layout, request.ink, request.size,
                                                 request.devicePixelRatio,
                                                 {request.highlighted, request.highlight})});
    return {};
  });
}

void ChemistryWorker::align(const AlignmentRequest& request) {
  guarded(request.id, [&]() -> Result<void> {
    const auto table = lexicon();
    if (!table) return tl::unexpected(table.error());
    Q_EMIT alignmentReady({request.id, align::alignText(*request.molecule, request.text, **table)});
    return {};
  });
}

Result<std::shared_ptr<const align::Lexicon>> ChemistryWorker::lexicon() {
  if (m_lexicon) return m_lexicon;
  const auto resources = resourceFolder();
  if (!resources) return tl::unexpected(resources.error());
  auto loaded = align::Lexicon::load(*resources / "lexicon" / "fg.tsv");
  if (loaded) m_lexicon = *loaded;
  return loaded;
}

}  // namespace molloquy::app
