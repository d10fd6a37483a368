#pragma once

#include <QWidget>

#include "widgets/search/search_types.h"

class QPushButton;
class QToolButton;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class BusyBar;
class LinkButton;

/// The line over an entry of PubChem's: its title, its CID as a link, a badge when its shape was
/// made here, its age, and what else can be fetched.
class PubChemHead : public QWidget {
  Q_OBJECT

 public:
  explicit PubChemHead(QWidget* parent);

  void setRecord(const PubChemRecordView& record);
  void setConformersBusy(bool busy);

 Q_SIGNALS:
  void pageRequested();
  void conformersRequested();
  void refreshRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  theme::ThemedLabel* m_title;
  LinkButton* m_link;
  theme::ThemedLabel* m_badge;
  theme::ThemedLabel* m_age;
  QToolButton* m_refresh;
  QPushButton* m_conformers;
  BusyBar* m_busy;
};

}  // namespace molloquy::widgets
