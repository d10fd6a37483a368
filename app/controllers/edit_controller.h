#pragma once

#include <QObject>
#include <QStringList>
#include <deque>
#include <functional>
#include <optional>

#include "app/controllers/request_ids.h"
#include "app/document/molecule_document.h"
#include "app/workers/bench_messages.h"

namespace molloquy::app {

/// From "do this to the structure" to a step of its history. Edits are carried out one after the
/// other in the order in which they were asked for; the atoms of those that wait are carried over
/// what came before them.
class EditController : public QObject {
  Q_OBJECT

 public:
  EditController(MoleculeDocument& document, RequestIds& ids, QObject* parent = nullptr);

  /// Without a structure on the bench, an empty one is opened to draw on.
  void perform(const chem::edit::Operation& operation);
  /// The edits asked for until endGesture() become one step of the history with this title.
  void beginGesture(const QString& title);
  void endGesture();
  /// Steps that need no chemistry.
  void addMeasurement(const chem::Measurement& measurement);
  void removeMeasurement(int index);
  void removeAllMeasurements();
  void showMeasurement(int index, bool shown);
  void setStyle(const render::ViewStyle& style, const QString& title, const QString& merge = {});
  void setFixedAtoms(std::vector<AtomIndex> atoms);

  /// Atoms by a query that needs chemistry; `then` gets them, or nothing and the reason.
  using Found = std::function<void(const std::optional<std::vector<AtomIndex>>& atoms,
                                   const std::optional<Error>& error)>;
  void find(std::variant<SmartsQuery, WithinQuery> query, Found then);

  [[nodiscard]] bool isBusy() const { return m_running.has_value(); }

 public Q_SLOTS:
  void onEdited(const EditDone& message);
  void onQueried(const QueryDone& message);
  void onFailed(const RequestFailed& message);

 Q_SIGNALS:
  void editRequested(const EditRequest& request);
  void queryRequested(const QueryRequest& request);
  /// The edit is in the history. `selection` is what should be selected now.
  void edited(const QStringList& warnings, const std::vector<AtomIndex>& added,
              const std::vector<std::optional<AtomIndex>>& newIndexOf);
  /// Nothing was changed.
  void refused(const Error& error);

 private:
  /// An edit in the queue.
  struct Waiting {
    chem::edit::Operation operation;
    int gesture = 0;  ///< edits of one gesture share a number; 0 = a step of its own.
    QString gestureTitle;
  };
  void startNext();

  MoleculeDocument& m_document;
  RequestIds& m_ids;
  std::deque<Waiting> m_waiting;
  Waiting m_now;  ///< the one that runs.
  int m_gesture = 0;
  int m_gestures = 0;
  QString m_gestureTitle;
  std::optional<RequestId> m_running;
  MoleculePtr m_base;  ///< what the running edit was asked for.
  std::optional<RequestId> m_queryId;
  Found m_found;
};

/// An operation with its atoms under their new indices; nullopt when one that it needs is gone.
std::optional<chem::edit::Operation> carriedOver(
    const chem::edit::Operation& operation,
    const std::vector<std::optional<AtomIndex>>& newIndexOf);

}  // namespace molloquy::app
