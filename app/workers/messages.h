#pragma once

#include <QColor>
#include <QImage>
#include <QMetaType>
#include <QSize>
#include <QString>
#include <QStringList>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "model/align/alignment_record.h"
#include "model/base/error.h"
#include "model/base/strong_index.h"
#include "model/chem/conformers.h"
#include "model/chem/depiction.h"
#include "model/chem/molecule.h"
#include "model/chem/structure_reader.h"
#include "model/chem/structure_writer.h"
#include "model/facts/computed_facts.h"
#include "model/session/chat_session.h"
#include "widgets/depiction/structure_ink.h"

/// Values that cross threads. Every request ends in exactly one ready, finished or failed message
/// with its id; a request whose stop token fired may end in any of them.
namespace molloquy::app {

// ---- to the chemistry thread -------------------------------------------------------------------

/// Read structures from a file, or from a text a person typed, pasted or dropped.
struct ReadRequest {
  RequestId id;
  std::variant<std::filesystem::path, std::string> source;
  std::stop_token stop;
};
/// What a list shows of a record.
struct RecordSummary {
  QString formula;         ///< Hill order, plain: "C9H8O4".
  double averageMass = 0;  ///< g/mol.
};
struct StructuresRead {
  RequestId id;
  std::shared_ptr<const chem::StructureFile> file;
  std::vector<RecordSummary> summaries;  ///< one per record.
};

/// How far reading has come; some ten times a second.
struct ReadProgressed {
  RequestId id;
  double share = 0;  ///< 0..1.
  int records = 0;
};

/// Make one record ready for the bench: its own positions if it has some, else embedded ones.
struct PrepareRequest {
  RequestId id;
  std::shared_ptr<const chem::StructureFile> file;
  int record = 0;
  std::stop_token stop;
};
struct StructurePrepared {
  RequestId id;
  std::shared_ptr<const chem::StructureFile> file;
  int record = 0;
  std::vector<std::shared_ptr<const chem::Conformer>> conformers;  ///< at least one.
  std::string canonicalSmiles;  ///< the form that models are asked with.
};

/// Write a structure to a file, or as text for the clipboard.
struct WriteRequest {
  RequestId id;
  chem::WrittenRecord record;
  /// Only these atoms; empty = all.
  std::vector<AtomIndex> atoms;
  std::variant<std::filesystem::path, chem::FileFormat> to;
};
struct StructureWritten {
  RequestId id;
  QString text;        ///< for the clipboard; empty for a file.
  QStringList losses;  ///< what the format could not carry.
};

struct FactsRequest {
  RequestId id;
  std::shared_ptr<const chem::Molecule> molecule;
};
struct FactsReady {
  RequestId id;
  std::vector<facts::Fact> facts;
};

struct DepictionRequest {
  RequestId id;
  std::shared_ptr<const chem::Molecule> molecule;
  chem::DepictionStyle style;
};
struct DepictionReady {
  RequestId id;
  std::shared_ptr<const chem::Depiction> depiction;
};

/// A small drawing for a list.
struct ThumbnailRequest {
  RequestId id;
  std::shared_ptr<const chem::Molecule> molecule;  ///< or null, and
  std::string smiles;                              ///< what is drawn.
  std::vector<AtomIndex> highlighted;              ///< marked behind the lines,
  QColor highlight;                                ///< in this colour.
  widgets::StructureInk ink;
  QSize size;  ///< logical pixels.
  qreal devicePixelRatio = 1;
  std::stop_token stop;
};
struct ThumbnailReady {
  RequestId id;
  QImage image;
};

/// Find and verify the phrases of a text about a molecule. `text` may still be growing.
struct AlignmentRequest {
  RequestId id;
  std::shared_ptr<const chem::Molecule> molecule;
  std::string text;
};
struct AlignmentReady {
  RequestId id;
  std::vector<align::AlignmentRecord> records;
};

// ---- to the model thread -----------------------------------------------------------------------

struct LoadModelRequest {
  RequestId id;
  std::filesystem::path folder;
  session::OpenOptions options;
  std::stop_token stop;
};
struct ModelLoadProgressed {
  RequestId id;
  quint64 bytesRead = 0;
  quint64 bytesTotal = 0;
};
struct ModelLoaded {
  RequestId id;
  session::ModelInfo info;
  double seconds = 0;
};

/// Both models do not fit: the one that was loaded has been ejected before the new one is read.
struct ModelMadeRoom {
  RequestId id;
};

/// What became of the model that was loaded before.
enum class PreviousModel {
  None,      ///< there was none.
  Kept,      ///< it was loaded all the time.
  Reloaded,  ///< it had to make room and has been loaded again.
  Lost       ///< it had to make room and could not be loaded again.
};
/// Ends a LoadModelRequest; also when its stop token fired.
struct ModelLoadFailed {
  RequestId id;
  Error error{ErrorCode::Internal, ""};
  PreviousModel previous = PreviousModel::None;
  std::optional<session::ModelInfo> loaded;  ///< the model that is there now.
  session::OpenOptions options;              ///< how that one was opened.
};

struct EjectModelRequest {
  RequestId id;
};
struct ModelEjected {
  RequestId id;
};

struct GenerateRequest {
  RequestId id;
  session::GenerateRequest request;
  std::stop_token stop;
};
/// Text that came since the last chunk; at most one chunk per 33 ms.
struct TextChunk {
  RequestId id;
  QString text;
};
struct GenerationFinished {
  RequestId id;
  session::GenerationEnd end;
};

// ---- from either -------------------------------------------------------------------------------

struct RequestFailed {
  RequestId id;
  Error error{ErrorCode::Internal, ""};
};

}  // namespace molloquy::app

Q_DECLARE_METATYPE(molloquy::app::ReadRequest)
Q_DECLARE_METATYPE(molloquy::app::StructuresRead)
Q_DECLARE_METATYPE(molloquy::app::ReadProgressed)
Q_DECLARE_METATYPE(molloquy::app::PrepareRequest)
Q_DECLARE_METATYPE(molloquy::app::StructurePrepared)
Q_DECLARE_METATYPE(molloquy::app::WriteRequest)
Q_DECLARE_METATYPE(molloquy::app::StructureWritten)
Q_DECLARE_METATYPE(molloquy::app::FactsRequest)
Q_DECLARE_METATYPE(molloquy::app::FactsReady)
Q_DECLARE_METATYPE(molloquy::app::DepictionRequest)
Q_DECLARE_METATYPE(molloquy::app::DepictionReady)
Q_DECLARE_METATYPE(molloquy::app::ThumbnailRequest)
Q_DECLARE_METATYPE(molloquy::app::ThumbnailReady)
Q_DECLARE_METATYPE(molloquy::app::AlignmentRequest)
Q_DECLARE_METATYPE(molloquy::app::AlignmentReady)
Q_DECLARE_METATYPE(molloquy::app::LoadModelRequest)
Q_DECLARE_METATYPE(molloquy::app::ModelLoadProgressed)
Q_DECLARE_METATYPE(molloquy::app::ModelLoaded)
Q_DECLARE_METATYPE(molloquy::app::ModelMadeRoom)
Q_DECLARE_METATYPE(molloquy::app::ModelLoadFailed)
Q_DECLARE_METATYPE(molloquy::app::EjectModelRequest)
Q_DECLARE_METATYPE(molloquy::app::ModelEjected)
Q_DECLARE_METATYPE(molloquy::app::GenerateRequest)
Q_DECLARE_METATYPE(molloquy::app::TextChunk)
Q_DECLARE_METATYPE(molloquy::app::GenerationFinished)
Q_DECLARE_METATYPE(molloquy::app::RequestFailed)
