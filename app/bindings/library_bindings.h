#pragma once

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>
#include <vector>

#include "app/bindings/bound_parts.h"
#include "widgets/library/library_types.h"

class QDialog;

namespace molloquy::widgets {
class LibraryBar;
class LibraryImportDialog;
class RecordDetails;
}  // namespace molloquy::widgets

namespace molloquy::app {

/// The open library in the window: the list at the left, its suggestions, conditions, details of a
/// molecule, imports and exports.
class LibraryBindings : public QObject {
  Q_OBJECT

 public:
  explicit LibraryBindings(const BoundParts& parts);
  ~LibraryBindings() override;

 Q_SIGNALS:
  /// A file is to be saved under a name that the person chooses.
  void saveRequested(const QString& name, const QByteArray& bytes);

 private:
  void bindList();
  void bindSearch();
  void bindCommands();
  void bindTransfers();
  void showPlaces();
  void updateEnabled();
  void search(const QString& text, const widgets::LibraryConditions& conditions);
  void showFormState();
  void showDetails(const QString& key);
  void fillDetails(const QString& key);
  void removeSelected();
  void addOpen();
  void chooseLibrary();
  void createLibrary();
  void connectServer();
  void showImport(const QStringList& paths);
  void previewImport(const QString& path);
  void startImport(const widgets::ImportRequest& request);
  void exportListed();
  void tell(const QString& sentence);
  [[nodiscard]] widgets::LibraryBar& bar() const;
  [[nodiscard]] std::vector<library::MoleculeId> selectedMolecules() const;

  BoundParts m_parts;
  QPointer<widgets::LibraryImportDialog> m_import;
  std::unique_ptr<QDialog> m_details;
  widgets::RecordDetails* m_record = nullptr;
  QHash<QString, library::TablePreview> m_previews;  ///< by path, of the import being chosen.
  std::vector<library::MoleculeId> m_listed;
  bool m_narrowed = false;  ///< conditions narrow the list down.
};

}  // namespace molloquy::app
