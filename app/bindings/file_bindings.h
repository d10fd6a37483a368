#pragma once

#include <QObject>
#include <QPointer>
#include <memory>

#include "app/bindings/bound_parts.h"

class QMessageBox;

namespace molloquy::app {

class FilmMaker;
class ShapeBindings;

/// New, save, and everything that leaves the program: files, pictures, films, 3D models, the
/// clipboard; and pasting into the structure.
class FileBindings : public QObject {
  Q_OBJECT

 public:
  FileBindings(const BoundParts& parts, ShapeBindings& shapes);
  ~FileBindings() override;

  /// True when the window may close. Else the person is asked about structures whose changes are
  /// in no file, and the window closes once they say so.
  bool mayClose();
  /// Asks for a file of that name, or another, and writes the bytes to it.
  void saveBytes(const QString& suggestedName, const QByteArray& bytes);

 private:
  void bindSaving();
  void bindClipboard();
  void bindExports();
  void bindPanels();
  void save();
  void saveAs();
  void write(const QString& path);
  void copy();
  void insert(const MoleculePtr& molecule, const ConformerPtr& conformer);
  void saveDrawing();
  void saveAnimation();
  void saveModel3d();
  void tellFailure(const QString& sentence);
  /// Asks for a file; empty when the person did not choose one.
  QString askForFile(const QString& title, const QString& suffix, const QString& filters);
  [[nodiscard]] std::string viewJson() const;

  BoundParts m_parts;
  ShapeBindings& m_shapes;
  std::unique_ptr<FilmMaker> m_film;
  QPointer<QMessageBox> m_question;
  bool m_discard = false;  ///< the person said that the changes may go.
};

}  // namespace molloquy::app
