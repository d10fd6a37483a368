#pragma once

#include <QObject>
#include <functional>

#include "app/bindings/bound_parts.h"
#include "widgets/library/record_list_model.h"

class QImage;

namespace molloquy::app {

/// Everything by which a structure gets onto the bench: the lists, the entries, the welcome page,
/// dropped and pasted things; and where it is told when one cannot be opened.
class RecordsBindings : public QObject {
  Q_OBJECT

 public:
  /// `openArgument` opens a file or a SMILES.
  RecordsBindings(const BoundParts& parts, std::function<void(const QString&)> openArgument);

 private:
  void bindLists();
  void bindWelcome();
  void bindOpening();
  void bindThumbnails();
  void activate(const QString& key);
  void requestThumbnail(const QString& key, QSize size, qreal devicePixelRatio);
  [[nodiscard]] widgets::RecordTexts textsOf(const QStringList& keys) const;
  void tellFailure(const Error& error, OpenedFrom from);
  void tellRejected(const chem::StructureFile& file);
  void chooseFile();
  void paste();

  BoundParts m_parts;
  std::function<void(const QString&)> m_openArgument;
};

}  // namespace molloquy::app
