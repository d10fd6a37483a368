#pragma once

#include <vector>

#include <QFrame>
#include <QStringList>

#include "model/chem/edit/fragments.h"

class QLineEdit;
class QListWidget;

namespace molloquy::widgets {

/// The fragments to choose from: a search field, the categories at the left, the fragments of one
/// of them (or of all that match) at the right. A popup.
class FragmentPicker : public QFrame {
  Q_OBJECT
 public:
  explicit FragmentPicker(QWidget* parent);

  void setFragments(const std::vector<chem::edit::Fragment>& fragments);
  void openBelow(const QWidget& button);
  [[nodiscard]] QLineEdit& search() const { return *m_search; }
  [[nodiscard]] QListWidget& list() const { return *m_list; }

 Q_SIGNALS:
  void fragmentChosen(const QString& id);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fill();
  void choose();

  std::vector<chem::edit::Fragment> m_fragments;
  QLineEdit* m_search;
  QListWidget* m_categories;
  QListWidget* m_list;
};

}  // namespace molloquy::widgets
