#pragma once

#include <optional>

#include <QWidget>

#include "widgets/depiction/depiction_view.h"
#include "widgets/inspector/facts_panel.h"
#include "widgets/inspector/link_panel.h"

class QStackedWidget;
class QTabBar;
class QToolButton;

namespace molloquy::widgets {

class ConformersPanel;
class ElectronsPanel;
class MeasurementsPanel;
class NeighboursPanel;
class StructureTables;

/// The panel under the viewport: Link (only while a phrase has focus), Facts, 2D, Conformers,
/// Neighbours, PubChem (only while it has an entry), Measurements, Atoms and Electrons. One drawing
/// stands at the left of Link and Facts and takes the whole body in 2D; the other tabs have the
/// body for themselves.
class LowerPanel : public QWidget {
  Q_OBJECT
 public:
  enum class Tab {
    Link,
    Facts,
    Drawing,
    Conformers,
    Neighbours,
    PubChem,
    Measurements,
    Atoms,
    Electrons
  };
  Q_ENUM(Tab)

  LowerPanel(AtomSelectionModel& selection, PinModel& pins, QWidget* parent = nullptr);

  [[nodiscard]] FactsPanel& facts() { return *m_facts; }
  [[nodiscard]] LinkPanel& link() { return *m_link; }
  [[nodiscard]] DepictionView& depiction() { return *m_depiction; }
  [[nodiscard]] ConformersPanel& conformers() { return *m_conformers; }
  [[nodiscard]] NeighboursPanel& neighbours() { return *m_neighbours; }
  [[nodiscard]] MeasurementsPanel& measurements() { return *m_measurements; }
  [[nodiscard]] StructureTables& atoms() { return *m_atoms; }
  [[nodiscard]] ElectronsPanel& electrons() { return *m_electrons; }

  /// How many things a tab holds, as a badge beside its name; 0 shows none.
  void setCount(Tab tab, int count);
  /// Puts another widget in the place of the drawing on the 2D tab alone (an editor of the same
  /// structure); null brings the drawing back. The panel takes the widget.
  void setDrawingEditor(QWidget* editor);

  /// What stands on the PubChem tab. The panel takes the widget; null takes page and tab away.
  void setPubChemPage(QWidget* page);
  [[nodiscard]] QWidget* pubChemPage() const { return m_pubChem; }
  /// Whether there is a PubChem tab: only where the open structure has an entry.
  enum class Presence { Hidden, Shown };
  void setPubChem(Presence presence);

  /// Shows the Link tab for a phrase and brings it to the front; nullopt takes the tab away and
  /// returns to the tab before it.
  void setLink(const std::optional<LinkDetails>& details);
  void setCurrentTab(Tab tab);
  [[nodiscard]] Tab currentTab() const;

  /// Only the tab strip stays.
  void setCollapsed(bool collapsed);
  [[nodiscard]] bool isCollapsed() const { return m_collapsed; }
  /// Height of the tab strip alone, logical pixels.
  [[nodiscard]] int stripHeight() const;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void collapsedChanged(bool collapsed);
  void currentTabChanged(molloquy::widgets::LowerPanel::Tab tab);
  /// "Copy" on the strip: the facts as a table, tab-separated.
  void factsCopied();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void showTab(Tab tab);
  void arrangeBody();
  void buildPages(AtomSelectionModel& selection);
  void addTab(Tab tab, const QString& name);
  /// Without its signals: a tab has its data only after it was put in.
  void insertTab(int index, Tab tab, const QString& name);
  void removeTab(Tab tab);
  [[nodiscard]] QWidget* pageOf(Tab tab) const;
  void copyFacts();
  [[nodiscard]] int indexOf(Tab tab) const;

  QTabBar* m_tabs;
  QToolButton* m_copy;
  QToolButton* m_collapse;
  QWidget* m_body;
  QStackedWidget* m_stack;
  DepictionView* m_depiction;
  FactsPanel* m_facts;
  LinkPanel* m_link;
  ConformersPanel* m_conformers;
  NeighboursPanel* m_neighbours;
  MeasurementsPanel* m_measurements;
  StructureTables* m_atoms;
  ElectronsPanel* m_electrons;
  QWidget* m_editor = nullptr;
  QWidget* m_pubChem = nullptr;
  Tab m_beforeLink = Tab::Facts;
  bool m_collapsed = false;
};

}  // namespace molloquy::widgets
