#pragma once

#include <QHash>
#include <QSet>
#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/search/search_types.h"

class QListWidget;
class QTextBrowser;

namespace molloquy::widgets {

class PubChemHead;

/// What PubChem says of the open entry: its texts with their sources, its names, its numbers beside
/// ours, and sections that are fetched when they are chosen. A tab of the lower panel, shown only
/// while the open structure has a CID.
class PubChemPage : public QWidget {
  Q_OBJECT

 public:
  enum class Fetching { No, Yes };

  explicit PubChemPage(QWidget* parent = nullptr);

  /// The entry, or nullopt when what is open has none. A new CID forgets the sections.
  void setRecord(const std::optional<PubChemRecordView>& record);
  [[nodiscard]] qint64 cid() const { return m_record ? m_record->cid : 0; }
  /// The headings that can be asked for, when they come after the record.
  void setHeadings(qint64 cid, const QStringList& headings);
  /// Answers to sectionRequested; dropped when another entry is shown by now.
  void setSection(qint64 cid, const QString& heading, std::vector<ForeignSection> parts);
  void setSectionFailed(qint64 cid, const QString& heading, const QString& sentence);
  /// Further conformers are being fetched.
  void setConformersBusy(Fetching fetching);

  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void sectionRequested(qint64 cid, const QString& heading);
  void conformersRequested(qint64 cid);
  /// The record is to be fetched anew instead of taken from the cache.
  void refreshRequested(qint64 cid);
  /// A page is to be opened in the browser.
  void linkActivated(const QUrl& url);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void fillPlaces();
  void showPlace();
  void choosePlace();
  void follow(const QUrl& link);
  [[nodiscard]] QString sectionText(const QString& heading);

  std::optional<PubChemRecordView> m_record;
  QHash<QString, std::vector<ForeignSection>> m_sections;  ///< by heading.
  QHash<QString, QString> m_failures;                      ///< by heading.
  QSet<QString> m_asked;                                   ///< on their way.
  bool m_allNames = false;
  PubChemHead* m_head;
  QListWidget* m_places;
  QTextBrowser* m_text;
};

}  // namespace molloquy::widgets
