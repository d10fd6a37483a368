#pragma once

#include <QDialog>
#include <QSize>

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;

namespace molloquy::widgets {

/// How large a picture is to be and whether its ground is left out. The proportions follow the
/// view unless both numbers are typed.
class PictureDialog : public QDialog {
  Q_OBJECT
 public:
  /// view: size of what is seen, in device pixels.
  explicit PictureDialog(QSize view, QWidget* parent = nullptr);

  /// Device pixels, each side 16..8192.
  [[nodiscard]] QSize pictureSize() const;
  [[nodiscard]] bool isTransparent() const;

 private:
  void choose(int preset);
  void tell();

  QSize m_view;
  QComboBox* m_preset;
  QSpinBox* m_width;
  QSpinBox* m_height;
  QCheckBox* m_transparent;
  QLabel* m_says;
};

}  // namespace molloquy::widgets
