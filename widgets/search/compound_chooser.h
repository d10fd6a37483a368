#pragma once

#include <QDialog>
#include <QImage>
#include <vector>

#include "widgets/search/search_types.h"

class QListView;
class QPushButton;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class Banner;
class BusyBar;
class CompoundChoiceModel;
class LinkButton;
class ThumbnailQueue;

/// Which of PubChem's compounds is meant: drawing, name, formula, mass, what sets it apart, CID,
/// and whether there is a 3D record. The first row is preselected and never opened unasked.
class CompoundChooser : public QDialog {
  Q_OBJECT

 public:
  /// Whether rows are still on their way.
  enum class Coming { More, All };

  explicit CompoundChooser(QWidget* parent = nullptr);

  /// What was looked up; the head line is made of it and of the number of rows. For Similar and
  /// Substructure `text` is the name of the structure.
  void setQuestion(SearchKind kind, const QString& text);
  void setChoices(std::vector<CompoundChoice> choices, Coming coming = Coming::All);
  void appendChoices(const std::vector<CompoundChoice>& choices, Coming coming);
  /// The drawing that thumbnailNeeded asked for; null = there is none.
  void setThumbnail(qint64 cid, const QImage& drawing);
  /// Whether PubChem has a 3D record, once it is known.
  void setHas3d(qint64 cid, bool has3d);
  void setRequests(int sent);
  /// Says inside why there are no (more) rows, with Try again.
  void showFailure(const QString& sentence);

  [[nodiscard]] std::vector<qint64> selectedCids() const;

 Q_SIGNALS:
  /// These are to be opened, the first of them shown.
  void openRequested(const std::vector<qint64>& cids);
  /// A visible row has no drawing. `size` in logical pixels.
  void thumbnailNeeded(qint64 cid, QSize size, qreal devicePixelRatio);
  void retryRequested();
  /// "Show what was sent".
  void ledgerRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void buildList();
  QWidget* buildFoot();
  void tell();
  void openSelected();
  void openAll();
  [[nodiscard]] QString headline() const;
  [[nodiscard]] bool isOnScreen(qint64 cid) const;

  SearchKind m_kind = SearchKind::Name;
  QString m_text;
  Coming m_coming = Coming::All;
  int m_requests = 0;
  theme::ThemedLabel* m_headline;
  Banner* m_banner;
  BusyBar* m_busy;
  QListView* m_view;
  CompoundChoiceModel* m_model;
  ThumbnailQueue* m_queue;
  theme::ThemedLabel* m_sent;
  LinkButton* m_ledger;
  QPushButton* m_openAll;
  QPushButton* m_open;
};

}  // namespace molloquy::widgets
